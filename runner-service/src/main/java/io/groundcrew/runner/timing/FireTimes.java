package io.groundcrew.runner.timing;

import io.groundcrew.contracts.SlxRef;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** When one schedule fires: the same instants on every runner, after every restart and in every preview. */
public sealed interface FireTimes {

    /** The first fire after an instant; null when none is in sight. */
    @Nullable
    Instant next(Instant after);

    /** Whether an instant is one of the fires. */
    default boolean isAt(Instant instant) {
        return instant.equals(next(instant.minusNanos(1)));
    }

    /** The last fire after one instant and not after another; null when there is none between them. */
    default @Nullable Instant last(Instant after, Instant until) {
        Instant first = next(after);
        if (first == null || first.isAfter(until)) {
            return null;
        }
        // Looks back from the end in growing steps, so that a long time of many fires is not walked through.
        for (Duration step = Duration.ofMinutes(1); after.isBefore(until.minus(step)); step = step.multipliedBy(2)) {
            Instant late = next(until.minus(step));
            if (late != null && !late.isAfter(until)) {
                first = late;
                break;
            }
        }
        Instant last = first;
        for (Instant fire = first; fire != null && !fire.isAfter(until); fire = next(fire)) {
            last = fire;
        }
        return last;
    }

    /** Fires of an SLX every so many seconds, at a second of the interval that follows from its name. */
    static FireTimes every(int seconds, SlxRef slx) {
        return new Every(seconds, (int) (hash(slx) % seconds));
    }

    /**
     * Fires of an SLX when a cron expression says so.
     *
     * @param jitterSeconds most seconds that a fire comes later; how many follows from the SLX's name
     */
    static FireTimes at(CronTimes cron, int jitterSeconds, SlxRef slx) {
        return new Calendar(cron, (int) (hash(slx) % (jitterSeconds + 1)));
    }

    /** @param phase 0 to {@code seconds - 1}: fires are at the epoch seconds that leave this remainder */
    record Every(int seconds, int phase) implements FireTimes {

        @Override
        public Instant next(Instant after) {
            long second = after.getEpochSecond() + 1;
            return Instant.ofEpochSecond(second + Math.floorMod(phase - second, seconds));
        }
    }

    /** @param delay seconds from the minute that cron names to the fire */
    record Calendar(CronTimes cron, int delay) implements FireTimes {

        @Override
        public @Nullable Instant next(Instant after) {
            Instant minute = cron.next(after.minusSeconds(delay));
            return minute == null ? null : minute.plusSeconds(delay);
        }
    }

    private static long hash(SlxRef slx) {
        CRC32 hash = new CRC32();
        hash.update(slx.fullName().getBytes(StandardCharsets.UTF_8));
        return hash.getValue();
    }
}
