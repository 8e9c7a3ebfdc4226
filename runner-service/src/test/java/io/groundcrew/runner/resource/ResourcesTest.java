package io.groundcrew.runner.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.resource.ResourceAnnounced.Kind;
import io.groundcrew.embedded.test.TestClock;
import io.groundcrew.runner.RunnerDatabase;
import io.groundcrew.runner.change.ChangeCounters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

class ResourcesTest {

    private final TestClock clock = new TestClock(Instant.parse("2026-11-27T08:00:00Z"));
    private JdbcClient jdbc;
    private ResourceRows rows;
    private ChangeCounters counters;
    private Resources resources;

    @BeforeEach
    void readTwo() {
        DataSource source = RunnerDatabase.fresh();
        jdbc = JdbcClient.create(source);
        rows = new ResourceRows(jdbc, new JdbcTemplate(source));
        counters = new ChangeCounters(jdbc);
        resources = new Resources(rows, counters, event -> {}, clock);
        put("disk");
        put("web");
        resources.refresh();
        assertThat(names()).containsExactlyInAnyOrder("disk", "web");
    }

    @Test
    void readsOfWhatOthersDelete() {
        rows.delete(new SlxRef("demo", "disk"), counters.next(ChangeCounters.Counter.RESOURCES), clock.instant());
        resources.refresh();
        assertThat(names()).containsExactly("web");
    }

    @Test
    void readsEverythingAnewWhenItCouldNotReadForLongerThanDeletionsAreKept() {
        rows.delete(new SlxRef("demo", "disk"), counters.next(ChangeCounters.Counter.RESOURCES), clock.instant());
        jdbc.sql("delete from resource where deleted").update();
        put("mail");
        clock.advance(Resources.DELETIONS_KEPT.plus(Duration.ofMinutes(1)));
        resources.refresh();
        assertThat(names()).containsExactlyInAnyOrder("web", "mail");
    }

    private void put(String name) {
        rows.put(List.of(new StoredResource(
                "demo",
                Kind.SLX,
                name,
                Map.of("name", "demo--" + name),
                Map.of(),
                "api",
                counters.next(ChangeCounters.Counter.RESOURCES),
                false,
                clock.instant(),
                clock.instant(),
                null)));
    }

    private List<String> names() {
        return resources.in("demo", Kind.SLX).stream().map(StoredResource::name).toList();
    }
}
