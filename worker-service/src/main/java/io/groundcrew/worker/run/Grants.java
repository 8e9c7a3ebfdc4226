package io.groundcrew.worker.run;

import io.groundcrew.contracts.run.RunEvent.GrantAsked;
import io.groundcrew.contracts.run.TaskRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Leave to start what must not be repeated. Only the runner gives it, once for each run. */
final class Grants {

    private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

    private final String worker;
    private final RunPublisher publisher;
    private final Clock clock;
    private final Map<Asked, CompletableFuture<Leave>> asked = new ConcurrentHashMap<>();

    Grants(String worker, RunPublisher publisher, Clock clock) {
        this.worker = worker;
        this.publisher = publisher;
        this.clock = clock;
    }

    private record Asked(UUID run, int attempt) {}

    /** Asks until there is an answer or the start-by time has passed, which denies it. */
    Leave ask(TaskRequest request) throws InterruptedException {
        Asked key = new Asked(request.run().id(), request.attempt());
        CompletableFuture<Leave> answer = new CompletableFuture<>();
        asked.put(key, answer);
        try {
            CompletableFuture<Void> stored = CompletableFuture.completedFuture(null);
            while (!clock.instant().isAfter(request.notAfter())) {
                // While Kafka is away one question waits, not one for each interval.
                if (stored.isDone()) {
                    stored = publisher.publish(new GrantAsked(
                            request.run(),
                            request.attempt(),
                            worker,
                            clock.instant().plus(request.timeout())));
                }
                try {
                    return answer.get(ASK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException stillSilent) {
                    // The runner is away, or its answer was lost.
                    continue;
                }
            }
            return Leave.DENIED;
        } catch (ExecutionException e) {
            throw new IllegalStateException("An answer never is an exception", e);
        } finally {
            asked.remove(key, answer);
        }
    }

    /** The runner's answer, to whichever worker; nothing happens when this one does not wait for it. */
    void answer(String toWorker, UUID run, int attempt, Leave leave) {
        CompletableFuture<Leave> waiting = asked.get(new Asked(run, attempt));
        if (waiting != null && toWorker.equals(worker)) {
            waiting.complete(leave);
        }
    }
}
