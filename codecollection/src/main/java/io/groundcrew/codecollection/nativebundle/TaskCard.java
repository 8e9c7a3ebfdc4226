package io.groundcrew.codecollection.nativebundle;

import io.groundcrew.codecollection.bundle.Access;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all native tasks have.
 *
 * @param title unresolved: the task's identity
 * @param documentation empty when there is none
 * @param tags as written, with {@code access:…} added from the task's access
 * @param access whether it may change what it looks at
 * @param timeout of this task; null for the default of its kind
 * @param line 1-based
 */
public record TaskCard(
        String title,
        String documentation,
        List<String> tags,
        Access access,
        @Nullable Duration timeout,
        int line) {

    public TaskCard {
        tags = List.copyOf(tags);
    }
}
