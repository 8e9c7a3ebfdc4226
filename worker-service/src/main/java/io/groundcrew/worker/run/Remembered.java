package io.groundcrew.worker.run;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the runner has said of runs, each for as long as their requests may still be handed out. */
final class Remembered<V> {

    private final Map<UUID, Said<V>> runs = new ConcurrentHashMap<>();
    private final Clock clock;
    private volatile Instant nextForgetting = Instant.MIN;

    Remembered(Clock clock) {
        this.clock = clock;
    }

    private record Said<V>(V what, Instant until) {}

    /** The latest that is said of a run counts. */
    void put(UUID run, V what, Instant until) {
        Instant now = clock.instant();
        if (until.isBefore(now)) {
            return;
        }
        runs.put(run, new Said<>(what, until));
        if (now.isAfter(nextForgetting)) {
            nextForgetting = now.plusSeconds(60);
            runs.values().removeIf(said -> said.until().isBefore(now));
        }
    }

    /** Null when nothing is known. */
    @Nullable
    V of(UUID run) {
        Said<V> said = runs.get(run);
        return said == null ? null : said.what();
    }
}
