package io.groundcrew.chassis.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final Pace PACE = new Pace(Duration.ofMillis(20), Duration.ofMillis(60));

    @Test
    void isUsualWhileFewRecordsCome() {
        assertThat(after(5, Duration.ofMillis(20))).isEqualTo(Duration.ofMillis(20));
        assertThat(after(100, Duration.ofSeconds(1))).isEqualTo(Duration.ofMillis(20));
    }

    @Test
    void isSlowerInARush() {
        assertThat(after(7, Duration.ofMillis(20))).isEqualTo(Duration.ofMillis(60));
        assertThat(after(100, Duration.ofMillis(60))).isEqualTo(Duration.ofMillis(60));
    }

    @Test
    void waitsForNothingWhileMuchIsLeftToRead() {
        assertThat(after(500, Duration.ofMillis(60))).isZero();
    }

    private static Duration after(int records, Duration since) {
        return Duration.ofNanos(PACE.after(records, since.toNanos()));
    }
}
