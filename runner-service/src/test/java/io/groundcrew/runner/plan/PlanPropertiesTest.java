package io.groundcrew.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.runner.resource.ScheduleSpec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlanPropertiesTest {

    private final PlanProperties timeouts = new PlanProperties(Duration.ofMinutes(5), Duration.ofMinutes(30));

    @Test
    void aCheckMayTakeAsLongAsItsIntervalBetweenFiveAndTenMinutes() {
        assertThat(timeouts.ofCheck(every(30))).hasMinutes(5);
        assertThat(timeouts.ofCheck(every(480))).hasMinutes(8);
        assertThat(timeouts.ofCheck(every(3_600))).hasMinutes(10);
        assertThat(timeouts.ofCheck(null)).hasMinutes(5);
    }

    @Test
    void whatIsConfiguredIsTheLeast() {
        PlanProperties longer = new PlanProperties(Duration.ofMinutes(20), Duration.ofMinutes(30));

        assertThat(longer.ofCheck(every(3_600))).hasMinutes(20);
    }

    private static @Nullable ScheduleSpec every(int seconds) {
        return new ScheduleSpec(seconds, null, 0, ScheduleSpec.Misfire.SKIP, ScheduleSpec.Overlap.SKIP);
    }
}
