package io.groundcrew.runner.hold;

import io.groundcrew.runner.timing.CronTimes;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a maintenance window is active. */
sealed interface Span {

    boolean covers(Instant at);

    /** When it is over for good; null for never. */
    @Nullable
    Instant end();

    /** Once. */
    record Once(Instant from, Instant until) implements Span {

        public Once {
            if (!until.isAfter(from)) {
                throw new IllegalArgumentException(
                        "Expected until to be later than from, found from " + from + " until " + until + ".");
            }
        }

        @Override
        public boolean covers(Instant at) {
            return !at.isBefore(from) && at.isBefore(until);
        }

        @Override
        public Instant end() {
            return until;
        }
    }

    /**
     * Again and again.
     *
     * @param begins when each time begins
     * @param end null when it goes on for ever
     */
    record Recurring(
            CronTimes begins, Duration lasts, @Nullable Instant end) implements Span {

        @Override
        public boolean covers(Instant at) {
            if (end != null && !at.isBefore(end)) {
                return false;
            }
            Instant began = begins.next(at.minus(lasts));
            return began != null && !began.isAfter(at);
        }
    }
}
