package io.groundcrew.runner.run;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Repeats a step while the service runs; a step that fails is logged and comes again. */
public final class RunLoop implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(RunLoop.class);

    private final String name;
    private final Duration every;
    private final Runnable step;
    private volatile ScheduledExecutorService executor = Executors.newScheduledThreadPool(0);

    /**
     * A loop that begins with the context.
     *
     * @param name of its thread, and in the log
     * @param every time between the end of a step and the next
     */
    public RunLoop(String name, Duration every, Runnable step) {
        this.name = name;
        this.every = every;
        this.step = step;
        executor.shutdown();
    }

    @Override
    public void start() {
        executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(name).daemon().factory());
        executor.scheduleWithFixedDelay(this::guarded, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(2, TimeUnit.SECONDS)) {
                log.warn("The loop {} did not stop within 2 s", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return !executor.isShutdown();
    }

    private void guarded() {
        try {
            step.run();
        } catch (RuntimeException e) {
            log.warn("The loop {} goes on in {} after: {}", name, every, e.toString());
        }
    }
}
