package io.groundcrew.chassis.kafka;

import java.time.Duration;

/**
 * How far apart batches begin at the least.
 *
 * @param usually while few records come
 * @param inRush while more than 300 a second come
 */
public record Pace(Duration usually, Duration inRush) {

    private static final long RUSH_PER_SECOND = 300;
    /** Who finds so many is behind, and catches up first. */
    private static final int BEHIND = 500;

    /** The same at all times. */
    public static Pace of(Duration apart) {
        return new Pace(apart, apart);
    }

    /**
     * The time from the begin of a batch to the next one, in nanoseconds.
     *
     * @param records of the batch, at least one
     * @param nanos since the batch before
     */
    long after(int records, long nanos) {
        if (records >= BEHIND) {
            return 0;
        }
        boolean rush = records * 1_000_000_000L > RUSH_PER_SECOND * nanos;
        return (rush ? inRush : usually).toNanos();
    }
}
