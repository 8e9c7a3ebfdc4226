package io.groundcrew.runner.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.contracts.SlxRef;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CheckSlotTest {

    @Test
    void spreadsChecksEvenlyOverTheirInterval() {
        Map<CheckSlot, Long> perSlot = IntStream.range(0, 9_000)
                .mapToObj(number -> CheckSlot.of(new SlxRef("demo", "check-" + number), 30))
                .collect(Collectors.groupingBy(slot -> slot, Collectors.counting()));

        assertThat(perSlot).hasSize(30);
        assertThat(perSlot.values()).allSatisfy(count -> assertThat(count).isBetween(200L, 400L));
    }

    @Test
    void givesAnSlxTheSameSlotEveryTime() {
        SlxRef slx = new SlxRef("demo", "disk");

        assertThat(CheckSlot.of(slx, 60)).isEqualTo(CheckSlot.of(new SlxRef("demo", "disk"), 60));
    }

    @Test
    void firesNextAtAWholeSecondOfTheSlotAndNeverInThePast() {
        Instant now = Instant.parse("2026-11-01T10:00:07.250Z");

        for (int second = 0; second < 30; second++) {
            Instant next = CheckTriggers.nextFire(new CheckSlot(30, second), now);
            assertThat(next).isAfter(now).isBeforeOrEqualTo(now.plusSeconds(31));
            assertThat(next.getEpochSecond() % 30).isEqualTo(second);
        }
    }
}
