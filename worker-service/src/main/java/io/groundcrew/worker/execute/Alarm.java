package io.groundcrew.worker.execute;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Ends what runs out of time, unless it is closed before. */
final class Alarm implements AutoCloseable {

    private static final ScheduledThreadPoolExecutor CLOCK = clock();

    private final Future<?> ring;

    private Alarm(Future<?> ring) {
        this.ring = ring;
    }

    /** @param action may block; it has a thread of its own */
    static Alarm in(Duration time, Runnable action) {
        return new Alarm(CLOCK.schedule(
                () -> {
                    Thread.ofVirtual().name("alarm").start(action);
                },
                time.toNanos(),
                TimeUnit.NANOSECONDS));
    }

    @Override
    public void close() {
        ring.cancel(false);
    }

    private static ScheduledThreadPoolExecutor clock() {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("alarms").factory());
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }
}
