package io.groundcrew.worker.run;

import io.groundcrew.contracts.control.Control.Cancel;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The runs that were cancelled, for as long as their requests may still be handed out. */
final class CancelledRuns {

    private final Map<UUID, Cancelled> runs = new ConcurrentHashMap<>();
    private final Clock clock;
    private volatile Instant nextForgetting = Instant.MIN;

    CancelledRuns(Clock clock) {
        this.clock = clock;
    }

    private record Cancelled(String reason, Instant until) {}

    void remember(Cancel cancel) {
        Instant now = clock.instant();
        if (cancel.until().isBefore(now)) {
            return;
        }
        cancel.runs().forEach(run -> runs.put(run, new Cancelled(cancel.reason(), cancel.until())));
        if (now.isAfter(nextForgetting)) {
            nextForgetting = now.plusSeconds(60);
            runs.values().removeIf(cancelled -> cancelled.until().isBefore(now));
        }
    }

    /** Why a run was cancelled; null for one that was not. */
    @Nullable
    String reason(UUID run) {
        Cancelled cancelled = runs.get(run);
        return cancelled == null ? null : cancelled.reason();
    }
}
