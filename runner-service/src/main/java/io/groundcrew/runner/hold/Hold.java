package io.groundcrew.runner.hold;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that keeps schedules from firing for a time. What is due in that time is never caught up. */
public sealed interface Hold permits Pause, Window {

    /** The longest reason. */
    int LONGEST_REASON = 1024;

    /** Whether it holds fires that are due at an instant. */
    boolean covers(Instant at);

    /**
     * A reason as people gave it; null when it is missing or blank.
     *
     * @throws IllegalArgumentException when it is too long or holds control characters
     */
    static @Nullable String reason(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        if (text.length() > LONGEST_REASON || text.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\t')) {
            throw new IllegalArgumentException("Expected the reason to be a text of at most " + LONGEST_REASON
                    + " characters without control characters, found one of " + text.length() + ".");
        }
        return text;
    }
}
