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
        assertThat(timeouts.ofCheck(every(30), false)).hasMinutes(5);
        assertThat(timeouts.ofCheck(every(480), false)).hasMinutes(8);
        assertThat(timeouts.ofCheck(every(3_600), false)).hasMinutes(10);
        assertThat(timeouts.ofCheck(null, false)).hasMinutes(5);
    }

    @Test
    void whatIsConfiguredIsTheLeast() {
        PlanProperties longer = new PlanProperties(Duration.ofMinutes(20), Duration.ofMinutes(30));

        assertThat(longer.ofCheck(every(3_600), false)).hasMinutes(20);
    }

    /** Else a few endpoints that hang hold the lane of calls for twice as long. */
    @Test
    void callsMayTakeWhatIsConfiguredHoweverSeldomTheyCome() {
        assertThat(timeouts.ofCheck(every(3_600), true)).hasMinutes(5);
    }

    private static @Nullable ScheduleSpec every(int seconds) {
        return new ScheduleSpec(seconds, null, 0, ScheduleSpec.Misfire.SKIP, ScheduleSpec.Overlap.SKIP);
    }
}
