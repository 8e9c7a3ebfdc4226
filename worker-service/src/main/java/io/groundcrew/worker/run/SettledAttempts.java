package io.groundcrew.worker.run;

import io.groundcrew.contracts.run.TaskRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The attempts that this worker must not start again, each until its start-by time: after that the request is refused as
 * expired. Of too many the eldest is forgotten first. Used by one thread at a time.
 */
final class SettledAttempts {

    private static final int MOST = 20_000;
    /** Clocks are set back now and then. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final Map<Attempt, Settled> settled = new LinkedHashMap<>();
    private final Clock clock;
    private Instant nextForgetting = Instant.MIN;

    SettledAttempts(Clock clock) {
        this.clock = clock;
    }

    private record Attempt(UUID run, int number) {

        static Attempt of(TaskRequest request) {
            return new Attempt(request.run().id(), request.attempt());
        }
    }

    private record Settled(Delivery by, Instant until) {}

    /** @param by the delivery that it was executed for */
    void remember(TaskRequest request, Delivery by) {
        Instant now = clock.instant();
        if (now.isAfter(nextForgetting)) {
            nextForgetting = now.plus(MARGIN);
            settled.values().removeIf(one -> one.until().isBefore(now));
        }
        settled.put(Attempt.of(request), new Settled(by, request.notAfter().plus(MARGIN)));
        if (settled.size() > MOST) {
            Iterator<Attempt> eldest = settled.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
    }

    /** The delivery that an attempt was executed for; null when it may start. */
    @Nullable
    Delivery executedFor(TaskRequest request) {
        Settled one = settled.get(Attempt.of(request));
        return one == null ? null : one.by();
    }
}
