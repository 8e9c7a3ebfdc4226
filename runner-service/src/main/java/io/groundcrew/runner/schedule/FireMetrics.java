package io.groundcrew.runner.schedule;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;

/** What is measured of schedules. */
class FireMetrics {

    private final MeterRegistry registry;
    private final Timer late;

    FireMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.late = registry.timer("groundcrew.runner.schedule.late");
    }

    /** A schedule fires now that was due at an instant. */
    void fired(Instant nominal, Instant now) {
        late.record(Duration.between(nominal, now));
    }

    /**
     * A fire that was due leads to no run.
     *
     * @param reason one word of a few: {@code paused}, {@code maintenance}, {@code missed}, {@code busy}, {@code waiting},
     *     {@code refused}
     */
    void skipped(String reason) {
        registry.counter("groundcrew.runner.schedule.skipped", "reason", reason).increment();
    }
}
