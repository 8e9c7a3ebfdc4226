package io.groundcrew.insight.rest;

import io.groundcrew.contracts.run.RunIds;
import io.groundcrew.insight.live.Wakeups;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Waits a little for what the runner has accepted a moment ago and nobody has told us yet. */
final class Newborn {

    private static final Duration YOUNG = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Wakeups wakeups;
    private final Clock clock;

    Newborn(Wakeups wakeups, Clock clock) {
        this.wakeups = wakeups;
        this.clock = clock;
    }

    /** What the search finds now or, for an id made within the last ten seconds, within two seconds. */
    <T> Optional<T> find(UUID id, Supplier<Optional<T>> search) {
        Instant made = RunIds.madeAt(id);
        Instant now = clock.instant();
        boolean young = made.isAfter(now.minus(YOUNG)) && made.isBefore(now.plus(YOUNG));
        return wakeups.search(id, young ? PATIENCE : Duration.ZERO, search, Optional::isPresent);
    }
}
