package io.groundcrew.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.fleet.WorkerBeat;
import io.groundcrew.contracts.run.BundleRef;
import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.contracts.run.RunIds;
import io.groundcrew.contracts.run.RunRef;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.contracts.wire.Wire;
import io.groundcrew.embedded.EmbeddedKafka;
import io.groundcrew.embedded.KafkaSettings;
import io.groundcrew.embedded.ServiceDatabase;
import io.groundcrew.embedded.test.TestDatabase;
import io.groundcrew.embedded.test.TestKafka;
import io.groundcrew.runner.plan.Fleet;
import io.groundcrew.runner.run.MovableClock;
import io.groundcrew.runner.run.RunTimeline;
import io.groundcrew.runner.schedule.HandDrivenSchedules;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
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

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String API = "/api/v3/workspaces/default";
    private static final String URL = "https://git.example/ops/checks.git";

    /** Tomorrow at nine, so that nothing that really happens now is due. */
    private static final Instant NINE =
            Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(24 + 9));

    @TempDir
    static Path directory;

    static KafkaSettings kafkaSettings;
    static EmbeddedKafka kafka;

    private MovableClock clock;
    private ServiceDatabase database;
    private RunningRunner runner;
    private HandDrivenSchedules schedules;

    @BeforeAll
    static void startKafka() {
        kafkaSettings = TestKafka.settings();
        kafka = EmbeddedKafka.start(kafkaSettings);
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @BeforeEach
    void start() {
        clock = new MovableClock(NINE.minus(Duration.ofHours(2)));
        database = TestDatabase.fresh("runner");
        run();
    }

    private void run() {
        runner = new RunningRunner(clock, kafka.bootstrapServers(), database, directory);
        schedules = new HandDrivenSchedules(runner.context);
        await().atMost(SOON).until(() -> runner.get(API).status() == 200);
    }

    @AfterEach
    void stop() {
        runner.close();
    }

    @Test
    void opensOneSessionForARunbookThatIsDueHoweverOftenItFires() {
        apply("disk", "schedule: {cron: '0 9 * * *'}");

        at(NINE.minusSeconds(60));
        assertThat(sessions()).isEmpty();
        at(NINE);
        at(NINE);
        schedules.makeUp();

        assertThat(sessions()).containsExactly("disk " + NINE);
        Map<String, @Nullable Object> session = runner.bean(JdbcClient.class)
                .sql("select * from run_session")
                .query()
                .singleRow();
        assertThat(session)
                .containsEntry("source", "schedule")
                .containsEntry("requester", "schedule")
                .containsEntry("start_by", Timestamp.from(NINE.plus(Duration.ofMinutes(20))));
    }

    @Test
    void givesARunbookUntilItsNextFire() {
        apply("disk", "intervalSeconds: 300");
        Instant first = next("disk", "runbook");

        at(first);
        at(first.plusSeconds(60));
        at(first.plusSeconds(300));

        assertThat(sessions()).containsExactly("disk " + first, "disk " + first.plusSeconds(300));
        assertThat(runner.bean(JdbcClient.class)
                        .sql("select max(start_by) from run_session")
                        .query(Timestamp.class)
                        .single()
                        .toInstant())
                .isEqualTo(first.plusSeconds(600));
    }

    @Test
    void firesWhenThePreviewSaysSo() {
        apply("disk", "schedule: {cron: '*/30 9 * * *', timeZone: Europe/Berlin, jitterSeconds: 600}");
        Answer preview = new Answer(runner.get(API + "/slxs/disk/schedules/runbook/next?count=4"));
        List<Instant> expected = preview.instants("at");

        assertThat(expected).hasSize(4);
        expected.forEach(this::at);

        assertThat(sessions())
                .containsExactlyElementsOf(
                        expected.stream().map(fire -> "disk " + fire).toList());
    }

    @Test
    void stopsWithItsDocument() {
        apply("disk", "schedule: {cron: '0 * * * *'}");
        at(NINE);
        assertThat(runner.delete(API + "/slxs/disk").status()).isEqualTo(204);

        at(NINE.plus(Duration.ofHours(1)));
        schedules.makeUp();

        assertThat(sessions()).containsExactly("disk " + NINE);
        assertThat(runner.get(API + "/schedules").body().path("results")).isEmpty();
    }

    @Test
    void pausesByTagAndCatchesNothingUp() {
        apply("disk", "schedule: {cron: '0 * * * *', misfire: once}");
        apply("memory", "schedule: {cron: '0 * * * *'}");
        tag("disk", "lab");
        tag("memory", "shop");

        Answer paused = post(
                "/schedules/pause", "{\"tag\": {\"name\": \"cluster\", \"value\": \"lab\"}, \"reason\": \"rebuilt\"}");
        assertThat(paused.body().path("count").asInt()).isEqualTo(1);
        assertThat(post("/schedules/pause", "{\"tag\": {\"name\": \"cluster\", \"value\": \"lab\"}}")
                        .body()
                        .path("count")
                        .asInt())
                .isZero();
        at(NINE);
        assertThat(sessions()).containsExactly("memory " + NINE);
        assertThat(runner.bean(MeterRegistry.class)
                        .counter("groundcrew.runner.schedule.skipped", "reason", "paused")
                        .count())
                .isEqualTo(1);
        JsonNode shown = runner.get(API + "/schedules?tag=cluster=lab").body().path("results");
        assertThat(shown).hasSize(1);
        assertThat(shown.get(0).path("paused").path("by").asString()).isEqualTo("test");
        assertThat(shown.get(0).path("paused").path("reason").asString()).isEqualTo("rebuilt");
        assertThat(shown.get(0).path("nextRuns").get(0).path("paused").asBoolean())
                .isTrue();

        // The runner is away at ten; the schedule is resumed before it has looked.
        clock.advance(Duration.ofMinutes(70));
        assertThat(post("/schedules/resume", "{\"all\": true}")
                        .body()
                        .path("results")
                        .findValuesAsString("slxShortName"))
                .containsExactly("disk");
        schedules.makeUp();
        assertThat(sessions()).containsExactly("memory " + NINE);
        at(NINE.plus(Duration.ofHours(2)));
        assertThat(sessions()).contains("disk " + NINE.plus(Duration.ofHours(2)));
    }

    @Test
    void keepsAPauseOverARestart() {
        apply("disk", "schedule: {cron: '0 * * * *'}");
        post("/schedules/pause", "{\"slxName\": \"default--disk\", \"kind\": \"runbook\"}");
        runner.close();
        run();

        at(NINE);

        assertThat(sessions()).isEmpty();
        assertThat(runner.get(API + "/schedules").body().findValuesAsString("by"))
                .containsExactly("test");
    }

    @Test
    void firesNothingInAMaintenanceWindow() {
        apply("disk", "schedule: {cron: '0 * * * *', misfire: once}");
        apply("memory", "schedule: {cron: '0 * * * *'}");
        tag("disk", "lab");
        String window = "{\"name\": \"patch\", \"reason\": \"Nodes are patched\", \"tags\": [{\"name\": \"cluster\"}],"
                + " \"recurring\": {\"cron\": \"30 8 * * *\", \"durationMinutes\": 60}}";
        Answer preview = post("/maintenance-windows?dryRun=true", window);
        assertThat(preview.status()).isEqualTo(200);
        assertThat(preview.body().path("matches").toString()).isEqualTo("[\"disk\"]");
        assertThat(runner.get(API + "/maintenance-windows").body().path("results"))
                .isEmpty();
        assertThat(post("/maintenance-windows", window).status()).isEqualTo(201);
        assertThat(post("/maintenance-windows", window).status()).isEqualTo(409);

        at(NINE);
        schedules.makeUp();
        assertThat(sessions()).containsExactly("memory " + NINE);
        JsonNode shown = runner.get(API + "/schedules?tag=cluster")
                .body()
                .path("results")
                .get(0);
        assertThat(shown.path("maintenanceWindow").asString()).isEqualTo("patch");
        assertThat(shown.path("nextRuns").get(0).has("maintenanceWindow")).isFalse();
        assertThat(runner.get(API + "/maintenance-windows")
                        .body()
                        .path("results")
                        .get(0)
                        .path("active")
                        .asBoolean())
                .isTrue();

        clock.advance(Duration.ofMinutes(40));
        schedules.makeUp();
        at(NINE.plus(Duration.ofHours(1)));
        assertThat(sessions())
                .containsExactlyInAnyOrder(
                        "memory " + NINE,
                        "disk " + NINE.plus(Duration.ofHours(1)),
                        "memory " + NINE.plus(Duration.ofHours(1)));
        assertThat(runner.delete(API + "/maintenance-windows/patch").status()).isEqualTo(204);
        assertThat(runner.delete(API + "/maintenance-windows/patch").status()).isEqualTo(404);
    }

    @Test
    void makesUpOnceForAllThatWasMissed() {
        apply("once", "schedule: {cron: '0 * * * *', misfire: once}");
        apply("skips", "schedule: {cron: '0 * * * *'}");
        at(NINE);

        clock.advance(Duration.ofMinutes(200));
        schedules.makeUp();
        schedules.makeUp();

        assertThat(sessions())
                .containsExactlyInAnyOrder("once " + NINE, "skips " + NINE, "once " + NINE.plus(Duration.ofHours(3)));
        assertThat(lastFire("skips")).isEqualTo(NINE.plus(Duration.ofHours(3)));
    }

    @Test
    void makesUpForNothingOlderThanADay() {
        apply("once", "schedule: {cron: '0 9 1 1 *', misfire: once}");
        Instant missed = next("once", "runbook");

        clock.advance(Duration.between(clock.instant(), missed.plus(Duration.ofHours(25))));
        schedules.makeUp();

        assertThat(sessions()).isEmpty();
    }

    @Test
    void skipsNoDayForAHiccup() {
        apply("disk", "schedule: {cron: '0 9 * * *'}");
        clock.advance(Duration.between(clock.instant(), NINE.plusSeconds(30)));

        schedules.makeUp();

        assertThat(sessions()).containsExactly("disk " + NINE);
    }

    @Test
    void makesUpForNothingThatWasDueBeforeItsDocument() {
        clock.advance(Duration.between(clock.instant(), NINE.plusSeconds(30)));
        apply("disk", "schedule: {cron: '0 9 * * *', misfire: once}");

        schedules.makeUp();

        assertThat(sessions()).isEmpty();
    }

    @Test
    void firesACheckOnACalendar() {
        applyCheck("calendar", "schedule: {cron: '0 9 * * *'}");

        at(NINE);
        at(NINE);

        Map<String, byte[]> requests = runner.state(Topics.requests("local", "calendar", Lane.SCHEDULED));
        assertThat(requests).containsOnlyKeys(nineOClock());
        TaskRequest request = Wire.read(Objects.requireNonNull(requests.get(nineOClock())), TaskRequest.class);
        assertThat(request.notAfter()).isEqualTo(NINE.plus(Duration.ofHours(1)));
        assertThat(request.intervalSeconds()).isEqualTo(86_400);
    }

    @Test
    void firesACheckOnceThatWasDueWhileKafkaWasAway() {
        applyCheck("away", "schedule: {cron: '0 8,10 * * *'}");
        Instant eight = NINE.minus(Duration.ofHours(1));
        Instant ten = NINE.plus(Duration.ofHours(1));
        at(eight);
        assertThat(lastFire("check")).isEqualTo(eight);
        kafka.close();

        at(ten);
        clock.advance(Duration.ofSeconds(40));
        schedules.makeUp();
        assertThat(lastFire("check")).isEqualTo(eight);

        kafka = EmbeddedKafka.start(kafkaSettings);
        await().atMost(SOON).untilAsserted(() -> {
            schedules.makeUp();
            assertThat(lastFire("check")).isEqualTo(ten);
        });
        String queue = Topics.requests("local", "away", Lane.SCHEDULED);
        assertThat(runner.state(queue)).containsOnlyKeys(run(eight), run(ten));
        assertThat(runner.values(queue)).hasSize(2);
    }

    @Test
    void firesACheckAgainOfWhichTheBeginIsHeardAfterItsEnd() {
        applyCheck("late", "intervalSeconds: 300");
        Instant first = next("check", "sli");
        try (StubWorker worker = new StubWorker(kafka.bootstrapServers(), "local", "late").tellingOfTheBeginLast()) {
            at(first);
            await().atMost(SOON).until(() -> worker.outcomes().containsKey(UUID.fromString(run(first))));
        }
        advanceWithAllSeen(Duration.ofSeconds(5));

        Instant second = first.plusSeconds(300);
        at(second);

        assertThat(runner.state(Topics.requests("local", "late", Lane.SCHEDULED)))
                .containsOnlyKeys(run(first), run(second));
        assertThat(lastFire("check")).isEqualTo(first);
    }

    @Test
    void settlesACheckWhoseRunnerAndWorkerDiedTogetherBeforeItsTimeout() {
        applyCheck("died", "intervalSeconds: 300");
        UUID run = begun("died", "dead", NINE.minus(Duration.ofHours(3)));
        try (StubWorker reader = new StubWorker(kafka.bootstrapServers(), "local", "died")) {
            advanceWithAllSeen(Duration.ofSeconds(80));
            schedules.settle();
            advanceWithAllSeen(Duration.ofSeconds(20));
            assertThat(reader.outcomes()).doesNotContainKey(run);

            schedules.settle();

            await().atMost(SOON).until(() -> reader.outcomes().get(run) == Outcome.LOST);
        }
    }

    @Test
    void settlesACheckThatItsWorkerBeatsWithoutBeforeItsTimeout() {
        String commit = applyCheck("given", "intervalSeconds: 300");
        UUID run = begun("given", "w1", NINE.minus(Duration.ofHours(4)));
        try (StubWorker reader = new StubWorker(kafka.bootstrapServers(), "local", "given")) {
            advanceWithAllSeen(Duration.ofSeconds(20));
            beat("given", commit);
            schedules.settle();
            advanceWithAllSeen(Duration.ofSeconds(20));
            beat("given", commit);
            advanceWithAllSeen(Duration.ofSeconds(5));
            assertThat(reader.outcomes()).doesNotContainKey(run);

            schedules.settle();

            await().atMost(SOON).until(() -> reader.outcomes().get(run) == Outcome.LOST);
        }
    }

    @Test
    void firesACheckAgainThoughNobodyTookItBefore() {
        applyCheck("untaken", "intervalSeconds: 5");
        Instant first = next("check", "sli");

        at(first);
        at(first.plusSeconds(5));
        at(first.plusSeconds(10));

        assertThat(runner.state(Topics.requests("local", "untaken", Lane.SCHEDULED)))
                .containsOnlyKeys(run(first), run(first.plusSeconds(10)));
    }

    /** A check that another runner fired and that a worker tells to have begun now. */
    private UUID begun(String collection, String worker, Instant nominal) {
        SlxRef check = new SlxRef("default", "check");
        Instant now = clock.instant();
        UUID run = RunIds.scheduled(check, RobotKind.SLI, "local", nominal);
        runner.tell(new RunEvent.Started(
                new RunRef(run, check, RobotKind.SLI, nominal, null),
                1,
                worker,
                "local",
                new BundleRef(collection, "0123456789012345678901234567890123456789", "codebundles/disk/sli.robot"),
                now,
                now.plus(Duration.ofMinutes(5)),
                300));
        return run;
    }

    /** A beat of w1, which runs nothing. */
    private void beat(String collection, String commit) {
        runner.beat("w1", "local", new WorkerBeat.Environment(collection, commit, WorkerBeat.State.READY, null));
        Fleet fleet = runner.bean(Fleet.class);
        await().atMost(SOON).until(() -> clock.instant().equals(fleet.lastBeat("w1")));
    }

    @Test
    void firesANewCheckOnceBeforeItsTime() {
        applyCheck("new", "intervalSeconds: 300");
        Instant now = next("check", "sli").plusSeconds(200);
        clock.advance(Duration.between(clock.instant(), now));

        schedules.fireFirst();
        clock.advance(Duration.ofSeconds(10));
        schedules.fireFirst();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(runner.state(Topics.requests("local", "new", Lane.SCHEDULED)))
                        .containsOnlyKeys(run(now)));
    }

    @Test
    void leavesANewCheckToItsOwnFireWhenThatIsDue() {
        applyCheck("due", "intervalSeconds: 300");
        Instant own = next("check", "sli");
        clock.advance(Duration.between(clock.instant(), own));

        schedules.fireFirst();
        at(own);
        clock.advance(Duration.ofSeconds(100));
        schedules.fireFirst();

        assertThat(runner.state(Topics.requests("local", "due", Lane.SCHEDULED)))
                .containsOnlyKeys(run(own));
        assertThat(runner.bean(JdbcClient.class)
                        .sql("select slx from check_fired")
                        .query(String.class)
                        .list())
                .containsExactly("default--check");
    }

    /** The id of the check's run at nine. */
    private static String nineOClock() {
        return run(NINE);
    }

    private static String run(Instant nominal) {
        return RunIds.scheduled(new SlxRef("default", "check"), RobotKind.SLI, "local", nominal)
                .toString();
    }

    /** Makes a check whose worker w1 is ready; the commit of its collection. */
    private String applyCheck(String collection, String schedule) {
        GitCollection git = new GitCollection(directory.resolve(collection));
        String commit = git.commitDisk();
        String path = "/api/v3/codecollections/" + collection;
        runner.putCollection(collection, "{\"repoURL\": \"" + git.url() + "\", \"branch\": \"main\"}");
        runner.post(path + "/sync", "", Map.of());
        runner.apply(Samples.slx("default--check")
                + Samples.sli("default--check", git.url(), 5).replace("intervalSeconds: 5", schedule));
        await().atMost(SOON).until(() -> runner.state(Topics.POOLS).containsKey("local." + collection));
        runner.beat("w1", "local", new WorkerBeat.Environment(collection, commit, WorkerBeat.State.READY, null));
        await().atMost(SOON)
                .until(() -> runner.get(path)
                        .body()
                        .path("environment")
                        .path("state")
                        .asString()
                        .equals("ready"));
        return commit;
    }

    @Test
    void pagesThroughSchedulesOfATag() {
        for (String name : List.of("one", "two", "three")) {
            apply(name, "intervalSeconds: 60");
            tag(name, "lab");
        }
        apply("other", "intervalSeconds: 60");

        Answer first = new Answer(runner.get(API + "/schedules?limit=2&tag=cluster%3Dlab"));
        Answer second = new Answer(runner.get(first.body().path("next").asString()));

        assertThat(first.body().path("results")).hasSize(2);
        assertThat(second.body().path("results")).hasSize(1);
        assertThat(second.body().path("next").isString()).isFalse();
    }

    private void apply(String slx, String schedule) {
        RunningRunner.Answer answer = runner.apply(
                Samples.slx("default--" + slx) + Samples.runbook("default--" + slx, URL) + "  " + schedule + "\n");
        assertThat(answer.body().findValuesAsString("result")).as(answer.text()).containsExactly("created", "created");
    }

    private void tag(String slx, String cluster) {
        runner.apply(
                Samples.slx("default--" + slx).replace("tags: [", "tags: [{name: cluster, value: " + cluster + "}, "));
    }

    /** Moves the time, and waits until the runner has read all that happened before. */
    private void advanceWithAllSeen(Duration time) {
        clock.advance(time);
        RunTimeline timeline = runner.bean(RunTimeline.class);
        await().atMost(SOON).until(() -> timeline.currentAsOf().equals(clock.instant()));
    }

    /** Moves the time to an instant and fires what is due. */
    private void at(Instant instant) {
        if (instant.isAfter(clock.instant())) {
            clock.advance(Duration.between(clock.instant(), instant));
        }
        schedules.fire(instant);
    }

    private Instant next(String slx, String kind) {
        return new Answer(runner.get(API + "/slxs/" + slx + "/schedules/" + kind + "/next?count=1"))
                .instants("at")
                .getFirst();
    }

    private Instant lastFire(String slx) {
        return runner.get(API + "/schedules")
                .body()
                .path("results")
                .valueStream()
                .filter(shown -> shown.path("slxShortName").asString().equals(slx))
                .map(shown -> Instant.parse(shown.path("lastFire").asString()))
                .findFirst()
                .orElseThrow();
    }

    /** SLX and nominal time of each session that a schedule opened. */
    private List<@Nullable String> sessions() {
        return runner.bean(JdbcClient.class).sql("""
                        select r.slx || ' ' || to_char(to_timestamp(right(s.name, 16), 'YYYYMMDD"T"HH24MISS"Z"'),
                            'YYYY-MM-DD"T"HH24:MI:SS"Z"')
                        from run_session s join run r on r.session = s.id where s.source = 'schedule' order by s.created, r.slx
                        """).query(String.class).list();
    }

    private Answer post(String path, String body) {
        return new Answer(runner.post(API + path, body, Map.of()));
    }

    private record Answer(RunningRunner.Answer answer) {

        int status() {
            return answer.status();
        }

        JsonNode body() {
            return answer.body();
        }

        String text() {
            return answer.text();
        }

        List<Instant> instants(String field) {
            return body().findValues(field).stream()
                    .map(value -> Instant.parse(value.asString()))
                    .toList();
        }
    }
}
