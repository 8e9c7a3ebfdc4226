package io.groundcrew.runner.hold;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A schedule that a person has stopped.
 *
 * @param by who did
 * @param reason null when none was given
 * @param resumed when it went on; null while it is paused
 */
public record Pause(
        ScheduleKey schedule,
        String by,
        Instant since,
        @Nullable String reason,
        @Nullable Instant resumed) implements Hold {

    @Override
    public boolean covers(Instant at) {
        return !at.isBefore(since) && (resumed == null || at.isBefore(resumed));
    }
}
