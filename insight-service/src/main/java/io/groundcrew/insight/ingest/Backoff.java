package io.groundcrew.insight.ingest;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits that double from a tenth of a second up to five seconds. */
final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final Duration STEP = Duration.ofMillis(100);

    private Duration next = FIRST;

    /** How long the next wait is. */
    Duration next() {
        return next;
    }

    /** The next wait; the one after it is longer. */
    Duration take() {
        Duration taken = next;
        Duration doubled = taken.multipliedBy(2);
        next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return taken;
    }

    /** Waits, but not once there is nothing to wait for. */
    void sleep(BooleanSupplier goOn) {
        long end = System.nanoTime() + take().toNanos();
        while (goOn.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(this, STEP.toNanos());
        }
    }

    void reset() {
        next = FIRST;
    }
}
