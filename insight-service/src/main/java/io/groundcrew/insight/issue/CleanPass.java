package io.groundcrew.insight.issue;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run in which a task was selected, passed and delivered its whole issue list.
 *
 * @param startedAt when that run started; what was observed at its location before is over
 * @param location where it ran, null when that is not known
 */
public record CleanPass(
        UUID run, Instant startedAt, @Nullable String location) {

    /**
     * A check that runs at several locations may pass at one and find the same wrong at another, over and over. What was not
     * observed for so long is over all the same: it may no longer run there.
     */
    static final Duration ELSEWHERE = Duration.ofDays(1);

    /** Whether what was observed is over. */
    boolean ends(Instant observedAt, @Nullable String at) {
        boolean elsewhere = location != null && at != null && !location.equals(at);
        return startedAt.isAfter(elsewhere ? observedAt.plus(ELSEWHERE) : observedAt);
    }
}
