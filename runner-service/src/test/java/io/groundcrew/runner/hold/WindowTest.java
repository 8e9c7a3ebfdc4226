package io.groundcrew.runner.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundcrew.contracts.resource.ResourceAnnounced.Kind;
import io.groundcrew.runner.resource.StoredResource;
import io.groundcrew.runner.timing.CronTimes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WindowTest {

    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final Selector ALL = new Selector(Set.of(), List.of(), true);

    @Test
    void coversFromItsBeginAndNoLongerAtItsEnd() {
        Window window = window(ALL, new Span.Once(NOON, NOON.plusSeconds(60)));

        assertThat(window.covers(NOON.minusMillis(1))).isFalse();
        assertThat(window.covers(NOON)).isTrue();
        assertThat(window.covers(NOON.plusSeconds(59))).isTrue();
        assertThat(window.covers(NOON.plusSeconds(60))).isFalse();
    }

    @Test
    void comesAgainUntilItExpires() {
        CronTimes cron = CronTimes.parse("cron", "30 11 * * *", null);
        Window window = window(ALL, new Span.Recurring(cron, Duration.ofHours(1), NOON.plus(Duration.ofDays(2))));

        assertThat(window.covers(NOON.plus(Duration.ofDays(1)))).isTrue();
        assertThat(window.covers(Instant.parse("2026-11-27T11:30:00Z"))).isTrue();
        assertThat(window.covers(Instant.parse("2026-11-27T12:30:00Z"))).isFalse();
        assertThat(window.covers(NOON.plus(Duration.ofDays(2)))).isFalse();
    }

    @Test
    void lastsItsTimeAlsoWhenTheClocksChange() {
        CronTimes cron = CronTimes.parse("cron", "0 1 * * *", "Europe/Berlin");
        Window window = window(ALL, new Span.Recurring(cron, Duration.ofHours(2), null));

        assertThat(window.covers(Instant.parse("2027-03-28T01:59:00Z"))).isTrue();
        assertThat(window.covers(Instant.parse("2027-03-28T02:00:00Z"))).isFalse();
    }

    @Test
    void changesNothingThatWasDueBeforeItWasMade() {
        Window window = window(ALL, new Span.Once(Instant.EPOCH, NOON.plusSeconds(60)));

        assertThat(window.covers(NOON.minus(Duration.ofDays(2)))).isFalse();
    }

    @Test
    void matchesNamesAndThoseWithEveryTag() {
        Selector selector = new Selector(
                Set.of("named"), List.of(new Selector.Tag("cluster", "lab"), new Selector.Tag("owner", null)), false);

        assertThat(selector.matches(slx("named"))).isTrue();
        assertThat(selector.matches(slx("other"))).isFalse();
        assertThat(selector.matches(slx("half", "cluster", "lab"))).isFalse();
        assertThat(selector.matches(slx("both", "cluster", "shop", "cluster", "lab", "owner", "jane")))
                .isTrue();
    }

    @Test
    void refusesAMixtureAndNothingAtAll() {
        assertThatThrownBy(() -> new Selector(Set.of("a"), List.of(), true)).hasMessageContaining("found both");
        assertThatThrownBy(() -> new Selector(Set.of(), List.of(), false)).hasMessageContaining("found neither");
        assertThatThrownBy(() -> new Span.Once(NOON, NOON)).hasMessageContaining("later than from");
    }

    private static Window window(Selector selector, Span span) {
        return new Window("demo", "patch", "patched", "jane", NOON.minus(Duration.ofDays(1)), selector, span);
    }

    private static StoredResource slx(String name, String... tags) {
        List<Map<String, String>> list = new ArrayList<>();
        for (int i = 0; i < tags.length; i += 2) {
            list.add(Map.of("name", tags[i], "value", tags[i + 1]));
        }
        return new StoredResource(
                "demo", Kind.SLX, name, Map.of(), Map.of("tags", list), "api", 1, false, NOON, NOON, null);
    }
}
