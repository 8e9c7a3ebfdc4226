package io.groundcrew.runner.fleet;

import io.groundcrew.contracts.run.BundleRef;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.runner.run.RunEventListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How long the runs that ended lately had waited for a worker, from the events. */
class WaitTimes implements RunEventListener {

    private static final int KEPT = 1_000;
    private static final Duration LATELY = Duration.ofMinutes(10);

    private final Clock clock;
    private final Map<Queue, Deque<Wait>> waits = new ConcurrentHashMap<>();

    WaitTimes(Clock clock) {
        this.clock = clock;
    }

    private record Queue(String location, String pool, RobotKind kind) {}

    private record Wait(Instant begun, Duration length) {}

    /** The median and the 99th percentile, in seconds. */
    record Figures(double median, double p99) {}

    @Override
    public void accept(List<RunEvent> events) {
        for (RunEvent event : events) {
            // Of a short run nothing but the end is told.
            if (event instanceof RunEvent.Finished finished) {
                note(finished, finished.location(), finished.bundle(), finished.startedAt());
            }
        }
    }

    private void note(RunEvent event, @Nullable String location, @Nullable BundleRef bundle, @Nullable Instant begun) {
        if (location == null || bundle == null || begun == null) {
            return;
        }
        Deque<Wait> known = waits.computeIfAbsent(
                new Queue(location, bundle.collection(), event.run().kind()), queue -> new ArrayDeque<>());
        synchronized (known) {
            known.addLast(new Wait(begun, Duration.between(event.run().requestedAt(), begun)));
            if (known.size() > KEPT) {
                known.removeFirst();
            }
        }
    }

    /** Null when nothing has begun lately. */
    @Nullable
    Figures of(String location, String pool, RobotKind kind) {
        Deque<Wait> known = waits.get(new Queue(location, pool, kind));
        if (known == null) {
            return null;
        }
        Instant since = clock.instant().minus(LATELY);
        double[] seconds;
        synchronized (known) {
            seconds = known.stream()
                    .filter(wait -> wait.begun().isAfter(since))
                    .mapToDouble(wait -> Math.max(0, wait.length().toMillis()) / 1_000.0)
                    .sorted()
                    .toArray();
        }
        return seconds.length == 0
                ? null
                : new Figures(seconds[seconds.length / 2], seconds[(int) (seconds.length * 0.99)]);
    }
}
