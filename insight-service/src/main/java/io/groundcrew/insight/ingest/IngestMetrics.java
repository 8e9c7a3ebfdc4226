package io.groundcrew.insight.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** What is measured of one reader. */
final class IngestMetrics {

    private final Counter read;
    private final Counter rejected;
    private final Counter retried;
    private final Timer batch;
    private final AtomicLong lag = new AtomicLong();

    IngestMetrics(MeterRegistry registry, String topic, int reader) {
        Tags tags = Tags.of("topic", topic);
        read = registry.counter("groundcrew.insight.records.read", tags);
        rejected = registry.counter("groundcrew.insight.records.rejected", tags);
        retried = registry.counter("groundcrew.insight.batches.retried", tags);
        batch = registry.timer("groundcrew.insight.batch", tags);
        registry.gauge("groundcrew.insight.lag", tags.and("reader", Integer.toString(reader)), lag);
    }

    void stored(int records, long nanos) {
        read.increment(records);
        batch.record(Duration.ofNanos(nanos));
    }

    void rejected() {
        rejected.increment();
    }

    void retried() {
        retried.increment();
    }

    void lag(long records) {
        lag.set(records);
    }
}
