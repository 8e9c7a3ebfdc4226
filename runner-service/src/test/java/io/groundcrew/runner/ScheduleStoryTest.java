package io.groundcrew.runner;

import static io.groundcrew.runner.HandDrivenRunner.NINE;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.embedded.EmbeddedKafka;
import io.groundcrew.embedded.ServiceDatabase;
import io.groundcrew.embedded.test.TestDatabase;
import io.groundcrew.embedded.test.TestKafka;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Schedules from their documents to what they start, with the time moved by hand. */
class ScheduleStoryTest {

    private static final String API = HandDrivenRunner.WORKSPACE;
    private static final String URL = "https://git.example/ops/checks.git";

    @TempDir
    static Path directory;

    static EmbeddedKafka kafka;

    private ServiceDatabase database;
    private HandDrivenRunner driven;

    @BeforeAll
    static void startKafka() {
        kafka = TestKafka.own();
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @BeforeEach
    void start() {
        database = TestDatabase.fresh("runner");
        driven = new HandDrivenRunner(kafka.bootstrapServers(), database, directory);
    }

    @AfterEach
    void stop() {
        driven.close();
    }

    @Test
    void opensOneSessionForARunbookThatIsDueHoweverOftenItFires() {
        apply("disk", "schedule: {cron: '0 9 * * *'}");

        driven.at(NINE.minusSeconds(60));
        assertThat(sessions()).isEmpty();
        driven.at(NINE);
        driven.at(NINE);
        driven.schedules.makeUp();

        assertThat(sessions()).containsExactly("disk " + NINE);
        Map<String, @Nullable Object> session = driven.runner
                .bean(JdbcClient.class)
                .sql("select * from run_session")
                .query()
                .singleRow();
        assertThat(session)
                .containsEntry("source", "schedule")
                .containsEntry("requester", "schedule")
                .containsEntry("start_by", Timestamp.from(NINE.plus(Duration.ofMinutes(20))));
    }

    @Test
    void givesARunbookUntilAMomentBeforeItsNextFire() {
        apply("disk", "intervalSeconds: 300");
        Instant first = driven.next("disk", "runbook");

        driven.at(first);
        driven.at(first.plusSeconds(60));
        driven.at(first.plusSeconds(300));

        assertThat(sessions()).containsExactly("disk " + first, "disk " + first.plusSeconds(300));
        assertThat(driven.runner
                        .bean(JdbcClient.class)
                        .sql("select max(start_by) from run_session")
                        .query(Timestamp.class)
                        .single()
                        .toInstant())
                .isEqualTo(first.plusSeconds(599));
    }

    @Test
    void firesWhenThePreviewSaysSo() {
        apply("disk", "schedule: {cron: '*/30 9 * * *', timeZone: Europe/Berlin, jitterSeconds: 600}");
        RunningRunner.Answer preview = driven.runner.get(API + "/slxs/disk/schedules/runbook/next?count=4");
        List<Instant> expected = HandDrivenRunner.instants(preview, "at");

        assertThat(expected).hasSize(4);
        expected.forEach(driven::at);

        assertThat(sessions())
                .containsExactlyElementsOf(
                        expected.stream().map(fire -> "disk " + fire).toList());
    }

    @Test
    void stopsWithItsDocument() {
        apply("disk", "schedule: {cron: '0 * * * *'}");
        driven.at(NINE);
        assertThat(driven.runner.delete(API + "/slxs/disk").status()).isEqualTo(204);

        driven.at(NINE.plus(Duration.ofHours(1)));
        driven.schedules.makeUp();

        assertThat(sessions()).containsExactly("disk " + NINE);
        assertThat(driven.runner.get(API + "/schedules").body().path("results")).isEmpty();
    }

    @Test
    void pausesByTagAndCatchesNothingUp() {
        apply("disk", "schedule: {cron: '0 * * * *', misfire: once}");
        apply("memory", "schedule: {cron: '0 * * * *'}");
        tag("disk", "lab");
        tag("memory", "shop");

        RunningRunner.Answer paused = post(
                "/schedules/pause", "{\"tag\": {\"name\": \"cluster\", \"value\": \"lab\"}, \"reason\": \"rebuilt\"}");
        assertThat(paused.body().path("count").asInt()).isEqualTo(1);
        assertThat(post("/schedules/pause", "{\"tag\": {\"name\": \"cluster\", \"value\": \"lab\"}}")
                        .body()
                        .path("count")
                        .asInt())
                .isZero();
        driven.at(NINE);
        assertThat(sessions()).containsExactly("memory " + NINE);
        assertThat(driven.runner
                        .bean(MeterRegistry.class)
                        .counter("groundcrew.runner.schedule.skipped", "reason", "paused")
                        .count())
                .isEqualTo(1);
        JsonNode shown =
                driven.runner.get(API + "/schedules?tag=cluster=lab").body().path("results");
        assertThat(shown).hasSize(1);
        assertThat(shown.get(0).path("paused").path("by").asString()).isEqualTo("test");
        assertThat(shown.get(0).path("paused").path("reason").asString()).isEqualTo("rebuilt");
        assertThat(shown.get(0).path("nextRuns").get(0).path("paused").asBoolean())
                .isTrue();

        // The runner is away at ten; the schedule is resumed before it has looked.
        driven.clock.advance(Duration.ofMinutes(70));
        assertThat(post("/schedules/resume", "{\"all\": true}")
                        .body()
                        .path("results")
                        .findValuesAsString("slxShortName"))
                .containsExactly("disk");
        driven.schedules.makeUp();
        assertThat(sessions()).containsExactly("memory " + NINE);
        driven.at(NINE.plus(Duration.ofHours(2)));
        assertThat(sessions()).contains("disk " + NINE.plus(Duration.ofHours(2)));
    }

    @Test
    void keepsAPauseOverARestart() {
        apply("disk", "schedule: {cron: '0 * * * *'}");
        post("/schedules/pause", "{\"slxName\": \"default--disk\", \"kind\": \"runbook\"}");
        driven.close();
        driven = new HandDrivenRunner(driven.clock, kafka.bootstrapServers(), database, directory);

        driven.at(NINE);

        assertThat(sessions()).isEmpty();
        assertThat(driven.runner.get(API + "/schedules").body().findValuesAsString("by"))
                .containsExactly("test");
    }

    @Test
    void firesNothingInAMaintenanceWindow() {
        apply("disk", "schedule: {cron: '0 * * * *', misfire: once}");
        apply("memory", "schedule: {cron: '0 * * * *'}");
        tag("disk", "lab");
        String window = "{\"name\": \"patch\", \"reason\": \"Nodes are patched\", \"tags\": [{\"name\": \"cluster\"}],"
                + " \"recurring\": {\"cron\": \"30 8 * * *\", \"durationMinutes\": 60}}";
        RunningRunner.Answer preview = post("/maintenance-windows?dryRun=true", window);
        assertThat(preview.status()).isEqualTo(200);
        assertThat(preview.body().path("matches").toString()).isEqualTo("[\"disk\"]");
        assertThat(driven.runner.get(API + "/maintenance-windows").body().path("results"))
                .isEmpty();
        assertThat(post("/maintenance-windows", window).status()).isEqualTo(201);
        assertThat(post("/maintenance-windows", window).status()).isEqualTo(409);

        driven.at(NINE);
        driven.schedules.makeUp();
        assertThat(sessions()).containsExactly("memory " + NINE);
        JsonNode shown = driven.runner
                .get(API + "/schedules?tag=cluster")
                .body()
                .path("results")
                .get(0);
        assertThat(shown.path("maintenanceWindow").asString()).isEqualTo("patch");
        assertThat(shown.path("nextRuns").get(0).has("maintenanceWindow")).isFalse();
        assertThat(driven.runner
                        .get(API + "/maintenance-windows")
                        .body()
                        .path("results")
                        .get(0)
                        .path("active")
                        .asBoolean())
                .isTrue();

        driven.clock.advance(Duration.ofMinutes(40));
        driven.schedules.makeUp();
        driven.at(NINE.plus(Duration.ofHours(1)));
        assertThat(sessions())
                .containsExactlyInAnyOrder(
                        "memory " + NINE,
                        "disk " + NINE.plus(Duration.ofHours(1)),
                        "memory " + NINE.plus(Duration.ofHours(1)));
        assertThat(driven.runner.delete(API + "/maintenance-windows/patch").status())
                .isEqualTo(204);
        assertThat(driven.runner.delete(API + "/maintenance-windows/patch").status())
                .isEqualTo(404);
    }

    @Test
    void makesUpOnceForAllThatWasMissed() {
        apply("once", "schedule: {cron: '0 * * * *', misfire: once}");
        apply("skips", "schedule: {cron: '0 * * * *'}");
        driven.at(NINE);

        driven.clock.advance(Duration.ofMinutes(200));
        driven.schedules.makeUp();
        driven.schedules.makeUp();

        assertThat(sessions())
                .containsExactlyInAnyOrder("once " + NINE, "skips " + NINE, "once " + NINE.plus(Duration.ofHours(3)));
        assertThat(driven.lastFire("skips")).isEqualTo(NINE.plus(Duration.ofHours(3)));
    }

    @Test
    void makesUpForNothingOlderThanADay() {
        apply("once", "schedule: {cron: '0 9 1 1 *', misfire: once}");
        Instant missed = driven.next("once", "runbook");

        driven.advanceTo(missed.plus(Duration.ofHours(25)));
        driven.schedules.makeUp();

        assertThat(sessions()).isEmpty();
    }

    @Test
    void skipsNoDayForAHiccup() {
        apply("disk", "schedule: {cron: '0 9 * * *'}");
        driven.advanceTo(NINE.plusSeconds(30));

        driven.schedules.makeUp();

        assertThat(sessions()).containsExactly("disk " + NINE);
    }

    @Test
    void makesUpForNothingThatWasDueBeforeItsDocument() {
        driven.advanceTo(NINE.plusSeconds(30));
        apply("disk", "schedule: {cron: '0 9 * * *', misfire: once}");

        driven.schedules.makeUp();

        assertThat(sessions()).isEmpty();
    }

    @Test
    void pagesThroughSchedulesOfATag() {
        for (String name : List.of("one", "two", "three")) {
            apply(name, "intervalSeconds: 60");
            tag(name, "lab");
        }
        apply("other", "intervalSeconds: 60");

        RunningRunner.Answer first = driven.runner.get(API + "/schedules?limit=2&tag=cluster%3Dlab");
        RunningRunner.Answer second =
                driven.runner.get(first.body().path("next").asString());

        assertThat(first.body().path("results")).hasSize(2);
        assertThat(second.body().path("results")).hasSize(1);
        assertThat(second.body().path("next").isString()).isFalse();
    }

    private void apply(String slx, String schedule) {
        RunningRunner.Answer answer = driven.runner.apply(
                Samples.slx("default--" + slx) + Samples.runbook("default--" + slx, URL) + "  " + schedule + "\n");
        assertThat(answer.body().findValuesAsString("result")).as(answer.text()).containsExactly("created", "created");
    }

    private void tag(String slx, String cluster) {
        driven.runner.apply(
                Samples.slx("default--" + slx).replace("tags: [", "tags: [{name: cluster, value: " + cluster + "}, "));
    }

    /** SLX and nominal time of each session that a schedule opened. */
    private List<@Nullable String> sessions() {
        return driven.runner.bean(JdbcClient.class).sql("""
                        select r.slx || ' ' || to_char(to_timestamp(right(s.name, 16), 'YYYYMMDD"T"HH24MISS"Z"'),
                            'YYYY-MM-DD"T"HH24:MI:SS"Z"')
                        from run_session s join run r on r.session = s.id where s.source = 'schedule' order by s.created, r.slx
                        """).query(String.class).list();
    }

    private RunningRunner.Answer post(String path, String body) {
        return driven.runner.post(API + path, body, Map.of());
    }
}
