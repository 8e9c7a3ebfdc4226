package io.groundcrew.runner;

import static io.groundcrew.runner.HandDrivenRunner.NINE;
import static io.groundcrew.runner.HandDrivenRunner.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groundcrew.chassis.loop.Loop;
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
import io.groundcrew.embedded.test.TestDatabase;
import io.groundcrew.embedded.test.TestKafka;
import io.groundcrew.runner.plan.Fleet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
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

/** Scheduled checks from their fire to their outcome, with the time moved by hand. */
class CheckStoryTest {

    @TempDir
    static Path directory;

    static KafkaSettings kafkaSettings;
    static EmbeddedKafka kafka;

    private HandDrivenRunner driven;

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
        driven = new HandDrivenRunner(kafka.bootstrapServers(), TestDatabase.fresh("runner"), directory);
    }

    @AfterEach
    void stop() {
        driven.close();
    }

    @Test
    void firesACheckOnACalendar() {
        applyCheck("calendar", "schedule: {cron: '0 9 * * *'}");

        driven.at(NINE);
        driven.at(NINE);

        Map<String, byte[]> requests = driven.runner.state(Topics.requests("local", "calendar", Lane.SCHEDULED));
        assertThat(requests).containsOnlyKeys(run(NINE));
        TaskRequest request = Wire.read(Objects.requireNonNull(requests.get(run(NINE))), TaskRequest.class);
        assertThat(request.notAfter()).isEqualTo(NINE.plus(Duration.ofHours(1)));
        assertThat(request.intervalSeconds()).isEqualTo(86_400);
    }

    @Test
    void firesACheckOnceThatWasDueWhileKafkaWasAway() {
        applyCheck("away", "schedule: {cron: '0 8,10 * * *'}");
        Instant eight = NINE.minus(Duration.ofHours(1));
        Instant ten = NINE.plus(Duration.ofHours(1));
        driven.at(eight);
        assertThat(driven.lastFire("check")).isEqualTo(eight);
        kafka.close();

        driven.at(ten);
        driven.clock.advance(Duration.ofSeconds(40));
        driven.schedules.makeUp();
        assertThat(driven.lastFire("check")).isEqualTo(eight);

        kafka = EmbeddedKafka.start(kafkaSettings);
        await().atMost(SOON).untilAsserted(() -> {
            driven.schedules.makeUp();
            assertThat(driven.lastFire("check")).isEqualTo(ten);
        });
        String queue = Topics.requests("local", "away", Lane.SCHEDULED);
        assertThat(driven.runner.state(queue)).containsOnlyKeys(run(eight), run(ten));
        assertThat(driven.runner.values(queue)).hasSize(2);
    }

    /** As when the topic of its pool is not there: the other checks of that minute have been taken. */
    @Test
    void makesUpOnlyForTheCheckThatKafkaDidNotTake() {
        applyChecks("refused", "schedule: {cron: '0 9 * * *'}", "one", "other");
        driven.runner.refusing.refuses(1);

        driven.at(NINE);
        driven.clock.advance(Duration.ofSeconds(40));
        driven.schedules.makeUp();

        assertThat(driven.runner.values(Topics.requests("local", "refused", Lane.SCHEDULED)))
                .hasSize(2);
        assertThat(driven.lastFire("one")).isEqualTo(NINE);
        assertThat(driven.lastFire("other")).isEqualTo(NINE);
    }

    @Test
    void firesACheckAgainOfWhichTheBeginIsHeardAfterItsEnd() {
        applyCheck("late", "intervalSeconds: 300");
        Instant first = driven.next("check", "sli");
        try (StubWorker worker = new StubWorker(kafka.bootstrapServers(), "local", "late").tellingOfTheBeginLast()) {
            driven.at(first);
            await().atMost(SOON).until(() -> worker.outcomes().containsKey(UUID.fromString(run(first))));
        }
        driven.advanceWithAllSeen(Duration.ofSeconds(5));

        Instant second = first.plusSeconds(300);
        driven.at(second);

        assertThat(driven.runner.state(Topics.requests("local", "late", Lane.SCHEDULED)))
                .containsOnlyKeys(run(first), run(second));
        assertThat(driven.lastFire("check")).isEqualTo(first);
    }

    @Test
    void settlesACheckWhoseRunnerAndWorkerDiedTogetherBeforeItsTimeout() {
        String commit = applyCheck("died", "intervalSeconds: 300");
        UUID run = begun("died", "dead", NINE.minus(Duration.ofHours(3)));
        try (StubWorker reader = new StubWorker(kafka.bootstrapServers(), "local", "died")) {
            listen(80, "died", commit);
            driven.schedules.settle();
            listen(20, "died", commit);
            assertThat(reader.outcomes()).doesNotContainKey(run);

            driven.schedules.settle();

            await().atMost(SOON).until(() -> reader.outcomes().get(run) == Outcome.LOST);
        }
    }

    @Test
    void keepsACheckWhoseWorkerCouldNotBeatWhileTheMachineSlept() {
        String commit = applyCheck("slept", "intervalSeconds: 300");
        UUID run = begun("slept", "asleep", NINE.minus(Duration.ofHours(2)));
        try (StubWorker reader = new StubWorker(kafka.bootstrapServers(), "local", "slept")) {
            driven.advanceWithAllSeen(Duration.ofMinutes(10));
            driven.schedules.settle();
            listen(20, "slept", commit);
            driven.schedules.settle();
            driven.advanceWithAllSeen(Duration.ofSeconds(5));

            assertThat(reader.outcomes()).doesNotContainKey(run);
        }
    }

    @Test
    void settlesACheckThatItsWorkerBeatsWithoutBeforeItsTimeout() {
        String commit = applyCheck("given", "intervalSeconds: 300");
        UUID run = begun("given", "w1", NINE.minus(Duration.ofHours(4)));
        try (StubWorker reader = new StubWorker(kafka.bootstrapServers(), "local", "given")) {
            listen(20, "given", commit);
            driven.schedules.settle();
            listen(20, "given", commit);
            driven.advanceWithAllSeen(Duration.ofSeconds(5));
            assertThat(reader.outcomes()).doesNotContainKey(run);

            driven.schedules.settle();

            await().atMost(SOON).until(() -> reader.outcomes().get(run) == Outcome.LOST);
        }
    }

    @Test
    void settlesACheckAgainOfWhichKafkaDidNotTakeTheEnd() {
        String commit = applyCheck("untold", "intervalSeconds: 300");
        UUID run = begun("untold", "w1", NINE.minus(Duration.ofHours(6)));
        try (StubWorker reader = new StubWorker(kafka.bootstrapServers(), "local", "untold")) {
            listen(40, "untold", commit);
            driven.advanceWithAllSeen(Duration.ofSeconds(5));
            driven.runner.refusing.refuses(1);
            driven.schedules.settle();
            driven.advanceWithAllSeen(Duration.ofSeconds(5));
            assertThat(reader.outcomes()).doesNotContainKey(run);

            listen(30, "untold", commit);
            driven.advanceWithAllSeen(Duration.ofSeconds(5));
            driven.schedules.settle();

            await().atMost(SOON).until(() -> reader.outcomes().get(run) == Outcome.LOST);
        }
    }

    /** Else a runner that starts after a power cut does not hear of it, and nobody ever tells its end. */
    @Test
    void notesTheBeginOfACheckThatGoesOnAsWhereTheNextRunnerReadsFrom() {
        applyCheck("long", "intervalSeconds: 300");
        driven.advanceWithAllSeen(Duration.ofMinutes(1));
        Instant begin = driven.clock.instant();
        begun("long", "w1", NINE.minus(Duration.ofHours(5)));
        driven.advanceWithAllSeen(Duration.ofMinutes(20));

        driven.runner.context.getBean("eventProgressLoop", Loop.class).wake();

        await().atMost(SOON).untilAsserted(() -> assertThat(eventsAreReadFrom()).isEqualTo(begin));
    }

    @Test
    void firesACheckAgainThoughNobodyTookItBefore() {
        applyCheck("untaken", "intervalSeconds: 5");
        Instant first = driven.next("check", "sli");

        driven.at(first);
        driven.at(first.plusSeconds(5));
        driven.at(first.plusSeconds(10));

        assertThat(driven.runner.state(Topics.requests("local", "untaken", Lane.SCHEDULED)))
                .containsOnlyKeys(run(first), run(first.plusSeconds(5)), run(first.plusSeconds(10)));
    }

    @Test
    void passesOverAFireWhoseRequestCannotBeSealed() throws IOException {
        applyCheck("unsealed", "schedule: {cron: '15,45 11 * * *'}");
        Instant first = NINE.plus(Duration.ofMinutes(135));
        Instant second = first.plus(Duration.ofMinutes(30));
        Path keys = directory.resolve("public/location");
        // A link to itself, which nobody can follow, not even root.
        Files.createSymbolicLink(keys, keys);
        try (StubWorker worker = new StubWorker(kafka.bootstrapServers(), "local", "unsealed")) {
            driven.at(first);
            await().atMost(SOON).until(() -> worker.outcomes().get(UUID.fromString(run(first))) == Outcome.EXPIRED);
            Files.delete(keys);

            driven.at(second);

            await().atMost(SOON).until(() -> worker.outcomes().get(UUID.fromString(run(second))) == Outcome.COMPLETED);
        } finally {
            Files.deleteIfExists(keys);
        }
    }

    @Test
    void firesANewCheckOnceBeforeItsTime() {
        applyCheck("new", "intervalSeconds: 300");
        Instant now = driven.next("check", "sli").plusSeconds(200);
        driven.advanceTo(now);

        driven.schedules.fireFirst();
        driven.clock.advance(Duration.ofSeconds(10));
        driven.schedules.fireFirst();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(driven.runner.state(Topics.requests("local", "new", Lane.SCHEDULED)))
                        .containsOnlyKeys(run(now)));
    }

    @Test
    void firesANewCheckAgainOfWhichKafkaDidNotTakeTheRequest() {
        applyCheck("lost", "intervalSeconds: 300");
        Instant now = driven.next("check", "sli").plusSeconds(200);
        driven.advanceTo(now);
        driven.runner.refusing.refuses(1);
        driven.schedules.fireFirst();
        String queue = Topics.requests("local", "lost", Lane.SCHEDULED);
        assertThat(driven.runner.state(queue)).isEmpty();

        driven.clock.advance(Duration.ofSeconds(10));
        driven.schedules.fireFirst();
        driven.schedules.fireFirst();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(driven.runner.values(queue)).hasSize(1));
        assertThat(driven.runner.state(queue)).containsOnlyKeys(run(now));
    }

    @Test
    void leavesANewCheckToItsOwnFireWhenThatIsDue() {
        applyCheck("due", "intervalSeconds: 300");
        Instant own = driven.next("check", "sli");
        driven.advanceTo(own);

        driven.schedules.fireFirst();
        driven.at(own);
        driven.clock.advance(Duration.ofSeconds(100));
        driven.schedules.fireFirst();

        assertThat(driven.runner.state(Topics.requests("local", "due", Lane.SCHEDULED)))
                .containsOnlyKeys(run(own));
        assertThat(driven.runner
                        .bean(JdbcClient.class)
                        .sql("select slx from check_fired")
                        .query(String.class)
                        .list())
                .containsExactly("default--check");
    }

    private @Nullable Instant eventsAreReadFrom() {
        return driven.runner
                .bean(JdbcClient.class)
                .sql("select as_of from event_progress")
                .query(Timestamp.class)
                .optional()
                .map(Timestamp::toInstant)
                .orElse(null);
    }

    private static String run(Instant nominal) {
        return RunIds.scheduled(new SlxRef("default", "check"), RobotKind.SLI, "local", nominal)
                .toString();
    }

    /** Makes a check whose worker w1 is ready; the commit of its collection. */
    private String applyCheck(String collection, String schedule) {
        return applyChecks(collection, schedule, "check");
    }

    private String applyChecks(String collection, String schedule, String... slxs) {
        GitCollection git = new GitCollection(directory.resolve(collection));
        String commit = git.commitDisk();
        String path = "/api/v3/codecollections/" + collection;
        driven.runner.putCollection(collection, "{\"repoURL\": \"" + git.url() + "\", \"branch\": \"main\"}");
        driven.runner.post(path + "/sync", "", Map.of());
        for (String slx : slxs) {
            driven.runner.apply(Samples.slx("default--" + slx)
                    + Samples.sli("default--" + slx, git.url(), 5).replace("intervalSeconds: 5", schedule));
        }
        await().atMost(SOON).until(() -> driven.runner.state(Topics.POOLS).containsKey("local." + collection));
        driven.runner.beat("w1", "local", new WorkerBeat.Environment(collection, commit, WorkerBeat.State.READY, null));
        await().atMost(SOON)
                .until(() -> driven.runner
                        .get(path)
                        .body()
                        .path("environment")
                        .path("state")
                        .asString()
                        .equals("ready"));
        return commit;
    }

    /** A check that another runner fired and that a worker tells to have begun now. */
    private UUID begun(String collection, String worker, Instant nominal) {
        SlxRef check = new SlxRef("default", "check");
        Instant now = driven.clock.instant();
        UUID run = RunIds.scheduled(check, RobotKind.SLI, "local", nominal);
        driven.runner.tell(new RunEvent.Started(
                new RunRef(run, check, RobotKind.SLI, nominal, null),
                1,
                worker,
                "local",
                new BundleRef(collection, "0123456789012345678901234567890123456789", "codebundles/disk/sli.robot"),
                now,
                now.plus(Duration.ofMinutes(5)),
                300));
        // From when it was heard of a worker has half a minute to list it.
        driven.advanceWithAllSeen(Duration.ofSeconds(2));
        return run;
    }

    /** Lets time pass in which the runner is awake and hears w1, a beat every ten seconds. */
    private void listen(int seconds, String collection, String commit) {
        for (int passed = 0; passed < seconds; passed += 10) {
            driven.advanceWithAllSeen(Duration.ofSeconds(10));
            beat(collection, commit);
        }
    }

    /** A beat of w1, which runs nothing. */
    private void beat(String collection, String commit) {
        driven.runner.beat("w1", "local", new WorkerBeat.Environment(collection, commit, WorkerBeat.State.READY, null));
        Fleet fleet = driven.runner.bean(Fleet.class);
        await().atMost(SOON).until(() -> driven.clock.instant().equals(fleet.lastBeat("w1")));
    }
}
