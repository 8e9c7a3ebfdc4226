package io.groundcrew.runner.timing;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.contracts.SlxRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FireTimesTest {

    private static final SlxRef DISK = new SlxRef("demo", "disk");
    private static final Instant NOW = Instant.parse("2026-11-26T10:00:07.250Z");

    @Test
    void spreadsAnIntervalEvenlyOverItsSeconds() {
        Map<Instant, Long> perSecond = IntStream.range(0, 9_000)
                .mapToObj(number -> next(FireTimes.every(30, new SlxRef("demo", "check-" + number)), NOW))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        assertThat(perSecond).hasSize(30);
        assertThat(perSecond.values()).allSatisfy(count -> assertThat(count).isBetween(200L, 400L));
    }

    @Test
    void firesAnIntervalOnTheSameSecondsWhoeverAsks() {
        FireTimes times = FireTimes.every(30, DISK);
        Instant next = next(times, NOW);

        assertThat(next).isAfter(NOW).isBeforeOrEqualTo(NOW.plusSeconds(31));
        assertThat(next(times, NOW.plusSeconds(300))).isEqualTo(next.plusSeconds(300));
        assertThat(next(times, next)).isEqualTo(next.plusSeconds(30));
        assertThat(times.isAt(next)).isTrue();
        assertThat(times.isAt(next.plusSeconds(1))).isFalse();
    }

    @Test
    void delaysCronByTheSameJitterEachTime() {
        CronTimes hourly = CronTimes.parse("cron", "0 * * * *", null);
        FireTimes times = FireTimes.at(hourly, 3600, DISK);
        Instant next = next(times, NOW);

        assertThat(next).isAfter(NOW).isBeforeOrEqualTo(NOW.plusSeconds(3600));
        assertThat(next(times, next)).isEqualTo(next.plusSeconds(3600));
        assertThat(times.isAt(next)).isTrue();
        assertThat(IntStream.range(0, 1_000)
                        .mapToObj(number -> FireTimes.at(hourly, 30, new SlxRef("demo", "slx-" + number)))
                        .map(one -> next(one, NOW))
                        .distinct()
                        .count())
                .isEqualTo(31);
    }

    @Test
    void findsTheLastFireOfALongTime() {
        FireTimes minutes = FireTimes.at(CronTimes.parse("cron", "* * * * *", null), 0, DISK);
        FireTimes yearly = FireTimes.at(CronTimes.parse("cron", "30 4 1 6 *", null), 0, DISK);
        Instant longAgo = NOW.minus(Duration.ofDays(3_000));

        assertThat(minutes.last(longAgo, NOW)).isEqualTo(Instant.parse("2026-11-26T10:00:00Z"));
        assertThat(yearly.last(longAgo, NOW)).isEqualTo(Instant.parse("2026-06-01T04:30:00Z"));
        assertThat(yearly.last(Instant.parse("2026-06-01T04:30:00Z"), NOW)).isNull();
        assertThat(minutes.last(NOW, NOW.plusSeconds(10))).isNull();
        assertThat(minutes.last(NOW, Instant.parse("2026-11-26T10:01:00Z")))
                .isEqualTo(Instant.parse("2026-11-26T10:01:00Z"));
    }

    private static Instant next(FireTimes times, Instant after) {
        return Objects.requireNonNull(times.next(after));
    }
}
