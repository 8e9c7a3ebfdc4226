package io.groundcrew.runner.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The runs whose end was published a short while ago. A row is closed only when the end has come back through the log, so it
 * is said again if it does not; until then the run must not go on.
 */
class SettledRuns {

    private static final Duration OVERDUE = Duration.ofSeconds(30);

    private final Clock clock;
    private final Map<UUID, Instant> settled = new ConcurrentHashMap<>();

    SettledRuns(Clock clock) {
        this.clock = clock;
    }

    /** Whether the end of a run is to be published now; it is not again for a while. */
    boolean isDue(UUID run) {
        forget();
        return settled.putIfAbsent(run, clock.instant()) == null;
    }

    /** Whether the end of a run is on its way. */
    boolean has(UUID run) {
        forget();
        return settled.containsKey(run);
    }

    private void forget() {
        if (!settled.isEmpty()) {
            Instant since = clock.instant().minus(OVERDUE);
            settled.values().removeIf(at -> at.isBefore(since));
        }
    }
}
