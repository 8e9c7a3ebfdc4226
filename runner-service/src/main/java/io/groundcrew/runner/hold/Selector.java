package io.groundcrew.runner.hold;

import io.groundcrew.runner.resource.StoredResource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which SLXs of its workspace a maintenance window is for: those named, those with every tag, or all.
 *
 * @param slxs short names
 * @param tags all of them together; none selects nobody
 */
record Selector(Set<String> slxs, List<Tag> tags, boolean all) {

    /** @param value null for any */
    record Tag(String name, @Nullable String value) {

        Tag {
            if ((name + value).chars().anyMatch(c -> c < ' ')) {
                throw new IllegalArgumentException(
                        "Expected the name and value of a tag without control characters, found some.");
            }
        }
    }

    Selector {
        slxs = Set.copyOf(slxs);
        tags = List.copyOf(tags);
        boolean some = !slxs.isEmpty() || !tags.isEmpty();
        if (all == some) {
            throw new IllegalArgumentException("Expected the window to be for all SLXs, or to name SLXs or tags; found "
                    + (all ? "both" : "neither") + ".");
        }
    }

    boolean matches(StoredResource slx) {
        return all
                || slxs.contains(slx.name())
                || (!tags.isEmpty() && tags.stream().allMatch(tag -> slx.hasTag(tag.name(), tag.value())));
    }
}
