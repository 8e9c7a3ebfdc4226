package io.groundcrew.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static final Duration LOCK = Duration.ofSeconds(15);

    @Test
    void isTheSameForTheSameSeedAndAnotherForAnother() {
        assertThat(plan(7, 5)).isEqualTo(plan(7, 5)).isNotEqualTo(plan(8, 5));
    }

    @Test
    void hasEachKindOfFaultHoweverShortItIs() {
        for (long seed = 1; seed <= 50; seed++) {
            List<Fault> faults = plan(seed, 1).faults();
            for (Part part : Part.values()) {
                assertThat(faults)
                        .anyMatch(fault ->
                                fault instanceof Fault.Kill kill && kill.parts().equals(List.of(part)));
            }
            assertThat(faults)
                    .anyMatch(fault ->
                            fault instanceof Fault.Kill kill && kill.parts().equals(List.of(Part.values())))
                    .anyMatch(Fault.KillPostmaster.class::isInstance)
                    .anyMatch(Fault.Replay.class::isInstance)
                    .anyMatch(Fault.Reset.class::isInstance)
                    .anyMatch(fault ->
                            fault instanceof Fault.Pause pause && pause.still().compareTo(LOCK) > 0);
        }
    }

    @Test
    void fillsTheTimeThatItIsGiven() {
        assertThat(plan(1, 10).faults()).hasSizeGreaterThan(plan(1, 5).faults().size());
    }

    private static Plan plan(long seed, long minutes) {
        return Plan.of(seed, Duration.ofMinutes(minutes), LOCK);
    }
}
