package io.groundcrew.runner.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTimesTest {

    private static final String BERLIN = "Europe/Berlin";

    /** Its clocks change by half an hour: from 02:00 to 02:30 on 4 October 2026, from 02:00 to 01:30 on 4 April 2027. */
    private static final String LORD_HOWE = "Australia/Lord_Howe";

    @Test
    void firesOnWorkdaysInItsZone() {
        assertThat(fires("0 9 * * MON-FRI", BERLIN, "2026-11-27T08:00:00+01:00", 3))
                .containsExactly("2026-11-27T09:00+01:00", "2026-11-30T09:00+01:00", "2026-12-01T09:00+01:00");
    }

    @Test
    void runsATimeThatIsLeftOutWhenTheClocksGoForward() {
        assertThat(fires("30 2 * * *", BERLIN, "2026-03-28T12:00:00+01:00", 2))
                .containsExactly("2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00");
        assertThat(fires("15 2 * * *", LORD_HOWE, "2026-10-03T12:00:00+10:30", 2))
                .containsExactly("2026-10-04T02:30+11:00", "2026-10-05T02:15+11:00");
    }

    @Test
    void runsSeveralTimesThatAreLeftOutOnce() {
        assertThat(fires("0,15,30 2,3 * * *", BERLIN, "2026-03-28T12:00:00+01:00", 4))
                .containsExactly(
                        "2026-03-29T03:00+02:00",
                        "2026-03-29T03:15+02:00",
                        "2026-03-29T03:30+02:00",
                        "2026-03-30T02:00+02:00");
    }

    @Test
    void runsATimeThatComesTwiceOnce() {
        assertThat(fires("30 2 * * *", BERLIN, "2026-10-24T12:00:00+02:00", 2))
                .containsExactly("2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00");
        assertThat(fires("45 1 * * *", LORD_HOWE, "2027-04-03T12:00:00+11:00", 2))
                .containsExactly("2027-04-04T01:45+11:00", "2027-04-05T01:45+10:30");
    }

    @Test
    void doesNotRunASecondTimeWhenItIsAskedBetweenTheTwo() {
        assertThat(fires("30 2 * * *", BERLIN, "2026-10-25T02:10:00+01:00", 1))
                .containsExactly("2026-10-26T02:30+01:00");
    }

    @Test
    void keepsTheHoursThatAStepNamesWhenTheClocksChange() {
        assertThat(fires("0 */2 * * *", BERLIN, "2026-03-29T00:30:00+01:00", 2))
                .containsExactly("2026-03-29T03:00+02:00", "2026-03-29T04:00+02:00");
    }

    @Test
    void goesOnByElapsedTimeEveryHour() {
        assertThat(fires("*/15 * * * *", BERLIN, "2026-03-29T01:40:00+01:00", 3))
                .containsExactly("2026-03-29T01:45+01:00", "2026-03-29T03:00+02:00", "2026-03-29T03:15+02:00");
        assertThat(fires("30 * * * *", BERLIN, "2026-10-25T02:00:00+02:00", 3))
                .containsExactly("2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00", "2026-10-25T03:30+01:00");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-28T00:00:00Z, Europe/Berlin",
        "2026-10-24T00:00:00Z, Europe/Berlin",
        "2026-10-03T00:00:00Z, Australia/Lord_Howe",
        "2027-04-03T00:00:00Z, Australia/Lord_Howe",
        "2026-11-26T00:00:00Z, Asia/Kolkata"
    })
    void neitherLosesNorDoublesAQuarterOfAnHour(String from, String zone) {
        Instant start = Instant.parse(from);

        List<Instant> fires = fires(CronTimes.parse("cron", "*/15 * * * *", zone), start)
                .limit(200)
                .toList();

        for (int i = 0; i < fires.size(); i++) {
            assertThat(fires.get(i)).isEqualTo(start.plusSeconds(900L * (i + 1)));
        }
    }

    @Test
    void goesOnWhereADayIsLeftOut() {
        // Samoa crossed the date line: there was no 30 December 2011.
        assertThat(fires("0 12 * * *", "Pacific/Apia", "2011-12-29T13:00:00-10:00", 2))
                .containsExactly("2011-12-31T00:00+14:00", "2011-12-31T12:00+14:00");
    }

    @Test
    void findsLeapDays() {
        assertThat(fires("0 0 29 2 *", null, "2026-01-01T00:00:00Z", 2))
                .containsExactly("2028-02-29T00:00Z", "2032-02-29T00:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 0 30 2 *",
                "0 0 31 4,6,9,11 *",
                "0 0 1 1 * 9999",
                "* * * * * ? *",
                "0 * * * * *",
                "@daily",
                "",
                "61 * * * *",
                "0 9 * * FRY",
                "0 9 13 * FRI",
                "*/0 * * * *",
                "9999999999999 * * * *"
            })
    void refusesWhatIsNoExpressionOrNeverComes(String text) {
        assertThatThrownBy(() -> CronTimes.parse("spec.schedule.cron", text, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Expected spec.schedule.cron to be a cron expression of five fields");
    }

    @Test
    void refusesALongExpressionWithAShortSentence() {
        assertThatThrownBy(() -> CronTimes.parse("spec.schedule.cron", "1,".repeat(100_000) + "1 * * * *", null))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(
                        e -> assertThat(Objects.requireNonNull(e.getMessage()).length())
                                .isLessThan(500));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Berlin", "+02:00", "Europe/Atlantis", ""})
    void refusesATimeZoneThatIsNotIana(String zone) {
        assertThatThrownBy(() -> CronTimes.parse("spec.schedule.cron", "0 9 * * *", zone))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("IANA name like Europe/Berlin");
    }

    /** Local times with their offsets. */
    private static List<String> fires(String text, @Nullable String zone, String after, int count) {
        CronTimes cron = CronTimes.parse("cron", text, zone);
        return fires(cron, ZonedDateTime.parse(after).toInstant())
                .limit(count)
                .map(fire -> fire.atZone(cron.zone()).toOffsetDateTime().toString())
                .toList();
    }

    private static Stream<Instant> fires(CronTimes cron, Instant after) {
        return Stream.iterate(next(cron, after), fire -> next(cron, fire));
    }

    private static Instant next(CronTimes cron, Instant after) {
        return Objects.requireNonNull(cron.next(after));
    }
}
