package io.groundcrew.runner.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.runner.timing.CronTimes;
import io.groundcrew.runner.timing.FireTimes;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlotTest {

    @Test
    void hasASlotForTheCronOfASecondHoweverItIsWritten() {
        assertThat(IntStream.range(0, 5_000)
                        .mapToObj(number -> FireTimes.at(
                                CronTimes.parse("cron", number % 60 + " * * * *", "Asia/Kolkata"),
                                3600,
                                new SlxRef("demo", "slx-" + number)))
                        .map(Slot::of)
                        .distinct())
                .hasSize(60);
    }

    @Test
    void sharesItsTriggerWithIntervalsOfAMinute() {
        FireTimes cron = FireTimes.at(CronTimes.parse("cron", "0 9 * * *", null), 0, new SlxRef("demo", "disk"));

        assertThat(Slot.of(cron)).isEqualTo(new Slot(60, 0)).isEqualTo(Slot.of(new FireTimes.Every(60, 0)));
    }

    @Test
    void holdsEveryFireOfItsSchedules() {
        Instant now = Instant.parse("2026-11-01T10:00:07.250Z");
        for (int number = 0; number < 100; number++) {
            FireTimes times = FireTimes.at(
                    CronTimes.parse("cron", "*/7 */3 * * *", "Australia/Lord_Howe"),
                    600,
                    new SlxRef("demo", "slx-" + number));
            Instant fire = Objects.requireNonNull(times.next(now));

            assertThat(Slot.of(times).next(fire.minusNanos(1))).isEqualTo(fire);
        }
    }
}
