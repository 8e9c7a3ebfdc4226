package io.groundcrew.worker.slot;

import io.groundcrew.contracts.run.TaskRequest;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** What the slots count. */
final class SlotMetrics {

    private final MeterRegistry registry;
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();

    SlotMetrics(MeterRegistry registry, int slots) {
        this.registry = registry;
        registry.gauge("groundcrew.worker.slots.busy", busy);
        registry.gauge("groundcrew.worker.slots", slots);
        registry.gauge("groundcrew.worker.calls.running", calls);
    }

    /** One slot more has requests. */
    void busy() {
        busy.incrementAndGet();
    }

    /** One slot less has requests. */
    void idle() {
        busy.decrementAndGet();
    }

    /** So many calls have begun, or with a negative number, are over. */
    void calls(int more) {
        calls.addAndGet(more);
    }

    /** A request was taken for execution; what it waited is counted from when it was asked for. */
    void taken(TaskRequest request, Instant at) {
        String lane = request.lane().topicPart();
        registry.counter("groundcrew.worker.requests.taken", "lane", lane).increment();
        Duration waited = Duration.between(request.run().requestedAt(), at);
        Timer.builder("groundcrew.worker.requests.wait")
                .tag("lane", lane)
                .register(registry)
                .record(waited.isNegative() ? Duration.ZERO : waited);
    }

    /** A record was not executed. */
    void refused(String kind) {
        registry.counter("groundcrew.worker.requests.refused", "kind", kind).increment();
    }
}
