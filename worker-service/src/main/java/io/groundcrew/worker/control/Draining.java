package io.groundcrew.worker.control;

import io.groundcrew.contracts.control.Control;
import io.groundcrew.worker.run.Executions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether this worker is to take nothing more, so that it can be stopped without harm. */
public final class Draining {

    private static final Logger log = LoggerFactory.getLogger(Draining.class);

    private final Executions executions;
    private final Clock clock;
    private volatile @Nullable Instant by;

    Draining(Executions executions, Clock clock) {
        this.executions = executions;
        this.clock = clock;
    }

    /** When it hands back what it still runs; null when it is not draining. */
    public @Nullable Instant by() {
        return by;
    }

    /** Takes what was asked of this worker; the last word counts. */
    void set(Control.Drain asked) {
        Instant end = asked.by();
        by = end;
        if (end == null) {
            log.info("This worker takes requests again");
            return;
        }
        log.info("This worker takes no more requests, and hands back at {} what may be repeated", end);
        Duration left = Duration.between(clock.instant(), end);
        CompletableFuture.delayedExecutor(
                        Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS, task -> Thread.startVirtualThread(task))
                .execute(() -> handBack(end));
    }

    private void handBack(Instant end) {
        if (end.equals(by)) {
            executions.abandonRepeatable();
        }
    }
}
