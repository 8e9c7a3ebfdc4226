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
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final Wakeups wakeups;
    private final Clock clock;

    Newborn(Wakeups wakeups, Clock clock) {
        this.wakeups = wakeups;
        this.clock = clock;
    }

    /** What the search finds now or, for an id made within the last ten seconds, within two seconds. */
    <T> Optional<T> find(UUID id, Supplier<Optional<T>> search) {
        Optional<T> found = search.get();
        Instant made = RunIds.madeAt(id);
        Instant now = clock.instant();
        if (found.isPresent() || made.isBefore(now.minus(YOUNG)) || made.isAfter(now.plus(YOUNG))) {
            return found;
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (Wakeups.Waiter waiter = wakeups.listen(id)) {
            while (found.isEmpty() && System.nanoTime() < end && !wakeups.isClosed()) {
                waiter.await(LOOK_AGAIN);
                found = search.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return found;
    }
}
