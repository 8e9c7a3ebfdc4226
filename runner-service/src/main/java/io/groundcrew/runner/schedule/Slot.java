package io.groundcrew.runner.schedule;

import io.groundcrew.runner.timing.FireTimes;
import java.time.Instant;

/**
 * The seconds at which the schedules of one interval that share a phase are due. One Quartz trigger stands for all of them,
 * since its store serialises on one row lock: thousands of schedules must not be thousands of triggers. Cron schedules can be
 * due at one second of each minute, so they share the slots of one-minute intervals.
 *
 * @param intervalSeconds 5 or more
 * @param second 0 to {@code intervalSeconds - 1}: nominal fires are at the epoch seconds that leave this remainder
 */
record Slot(int intervalSeconds, int second) {

    private static final int MINUTE = 60;

    static Slot of(FireTimes times) {
        return switch (times) {
            case FireTimes.Every every -> new Slot(every.seconds(), every.phase());
            case FireTimes.Calendar calendar -> new Slot(MINUTE, calendar.delay() % MINUTE);
        };
    }

    /** Its first second after an instant. */
    Instant next(Instant after) {
        return new FireTimes.Every(intervalSeconds, second).next(after);
    }

    String triggerName() {
        return intervalSeconds + "s-" + second;
    }
}
