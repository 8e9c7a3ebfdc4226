package io.groundcrew.runner.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.groundcrew.chassis.kafka.SignedRecords;
import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.contracts.run.Access;
import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.embedded.EmbeddedKafka;
import io.groundcrew.embedded.test.TestKafka;
import io.groundcrew.runner.api.model.RunRequestCreate;
import io.groundcrew.runner.api.model.RunSessionCreate;
import io.groundcrew.runner.api.model.RunSessionPatch;
import io.groundcrew.runner.plan.Plan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunAcceptanceTest {

    private static EmbeddedKafka kafka;

    @TempDir
    private Path directory;

    private RunnerFixture runner;

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
        runner = new RunnerFixture(kafka.bootstrapServers(), directory);
    }

    @AfterEach
    void stop() {
        runner.close();
    }

    @Test
    void publishesOneSignedRequestForAnAcceptedRun() {
        AcceptedRun run = open(null);

        await().until(() -> runner.requests().size() == 1);
        assertThat(runner.requests().getFirst().run()).isEqualTo(run.ref());
        assertThat(runner.requests().getFirst().variables()).containsEntry("LIMIT", "90");
        assertThat(runner.records(Topics.requests("local", "checks", Lane.INTERACTIVE)))
                .allSatisfy(record -> assertThat(
                                SignedRecords.isSignedBy("runner", runner.keys, record.headers(), record.value()))
                        .isTrue());
        assertThat(runner.events()).hasAtLeastOneElementOfType(RunEvent.RunAccepted.class);
    }

    @Test
    void answersTheSameIdempotencyKeyWithTheFirstSession() {
        AcceptedRun first = open("key-1");
        AcceptedRun second = open("key-1");

        assertThat(second.id()).isEqualTo(first.id());
        await().until(() -> runner.requests().size() == 1);
        runner.sweep.sweep();
        assertThat(runner.requests()).hasSize(1);
    }

    @Test
    void acceptsNothingOfASessionThatNamesAnUnknownSlx() {
        RunSessionCreate asked = new RunSessionCreate()
                .runRequests(List.of(new RunRequestCreate("disk"), new RunRequestCreate("no-such-slx")));

        assertThatThrownBy(() -> runner.sessions.open("demo", "jane", asked, null))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("no-such-slx");
        assertThat(runner.jdbc
                        .sql("select count(*) from run")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void refusesAnUnreadableTimeToLive() {
        RunSessionCreate asked = new RunSessionCreate()
                .runRequests(List.of(new RunRequestCreate("disk")))
                .sessionTTL("soon");

        assertThatThrownBy(() -> runner.sessions.open("demo", "jane", asked, null))
                .hasMessageContaining("20m")
                .hasMessageContaining("soon");
    }

    @Test
    void endsARunThatCannotBeAsRefusedWithTheReason() {
        runner.plan(new Plan.Refused("There is no task \"Chek disk\"; there is \"Check disk\"."));

        AcceptedRun run = open(null);

        await().until(() -> runner.stateOf(run).equals("DONE Refused"));
        assertThat(finished(run).reason()).contains("Check disk");
    }

    @Test
    void holdsARunVisiblyUntilItsPoolIsReady() {
        runner.plan(
                new Plan.Waiting("local", "checks", "preparing environment", Access.READ_ONLY, Duration.ofMinutes(5)));
        AcceptedRun run = open(null);
        assertThat(runner.jdbc
                        .sql("select waiting_for from run")
                        .query(String.class)
                        .single())
                .isEqualTo("preparing environment");

        runner.plan(RunnerFixture.ready(true));
        runner.sweep.sweep();

        await().until(() -> runner.requests().size() == 1);
        assertThat(runner.stateOf(run)).isEqualTo("DISPATCHED");
    }

    @Test
    void publishesAnUnrepeatableRunOnceThoughItsConfirmationIsLost() {
        runner.plan(RunnerFixture.ready(false));
        open(null);
        await().until(() -> runner.requests().size() == 1);
        runner.sweep.sweep();
        runner.jdbc.sql("update run set confirmed = false").update();

        runner.clock.advance(Duration.ofSeconds(30));
        runner.sweep.sweep();
        runner.sweep.sweep();

        assertThat(runner.requests()).hasSize(1);
    }

    @Test
    void publishesARepeatableRunAgainWhenACrashLeftItUnconfirmed() {
        open(null);
        await().until(() -> runner.requests().size() == 1);
        runner.sweep.sweep();
        runner.jdbc.sql("update run set confirmed = false").update();

        runner.clock.advance(Duration.ofSeconds(30));
        runner.sweep.sweep();

        await().until(() -> runner.requests().size() == 2);
        assertThat(runner.requests().get(1).run())
                .isEqualTo(runner.requests().get(0).run());
    }

    @Test
    void expiresARunThatNoWorkerTook() {
        AcceptedRun run = open(null);

        runner.clock.advance(Duration.ofMinutes(21));
        await().until(() -> runner.follower.currentAsOf().equals(runner.clock.instant()));
        runner.sweep.sweep();

        await().until(() -> runner.stateOf(run).equals("DONE Expired"));
        assertThat(finished(run).reason()).contains("start-by");
    }

    @Test
    void settlesNothingWhileItHasNotReadTheLog() {
        AcceptedRun run = open(null);
        runner.follower.stop();

        runner.clock.advance(Duration.ofMinutes(21));
        runner.sweep.sweep();

        assertThat(runner.stateOf(run)).isNotEqualTo("DONE Expired");
    }

    @Test
    void givesARepeatableRunAnotherAttemptWhenItsWorkerFellSilent() {
        AcceptedRun run = open(null);
        runner.workerStarts(run, 1, "worker-1");
        await().until(() -> runner.stateOf(run).equals("STARTED"));

        runner.silentWorkers.add("worker-1");
        sweepWithAllSeen();

        await().until(() -> runner.requests().size() == 2);
        assertThat(runner.requests().get(1).attempt()).isEqualTo(2);
    }

    @Test
    void leavesAnUnrepeatableRunLostWhenItsWorkerFellSilent() {
        runner.plan(RunnerFixture.ready(false));
        AcceptedRun run = open(null);
        await().until(() -> runner.requests().size() == 1);
        runner.workerStarts(run, 1, "worker-1");
        await().until(() -> runner.stateOf(run).equals("STARTED"));

        runner.silentWorkers.add("worker-1");
        sweepWithAllSeen();

        await().until(() -> runner.stateOf(run).equals("DONE Lost"));
        assertThat(finished(run).reason()).contains("worker-1");
        assertThat(runner.requests()).hasSize(1);
    }

    @Test
    void keepsTheFirstOutcomeInTheLog() {
        AcceptedRun run = open(null);
        runner.publish(
                RunEvent.Finished.settled(run.ref(), 1, Outcome.TIMED_OUT, "too long", runner.clock.instant(), 0));
        runner.publish(RunEvent.Finished.settled(run.ref(), 1, Outcome.FAILED, "late", runner.clock.instant(), 0));

        await().until(() -> runner.stateOf(run).startsWith("DONE"));
        assertThat(runner.stateOf(run)).isEqualTo("DONE TimedOut");
    }

    @Test
    void appendsRunsToASession() {
        AcceptedRun run = open(null);

        RunSessions.Accepted session = runner.sessions.append(
                "demo", run.session(), new RunSessionPatch().runRequests(List.of(new RunRequestCreate("demo--disk"))));

        assertThat(session.runs()).hasSize(2);
        await().until(() -> runner.requests().size() == 2);
    }

    @Test
    void appendsNothingToAnotherWorkspacesSession() {
        AcceptedRun run = open(null);

        assertThatThrownBy(() -> runner.sessions.append("other", run.session(), new RunSessionPatch()))
                .isInstanceOf(ProblemException.class);
    }

    private AcceptedRun open(@Nullable String key) {
        RunSessionCreate asked = new RunSessionCreate().runRequests(List.of(new RunRequestCreate("disk")));
        return runner.sessions.open("demo", "jane", asked, key).runs().getFirst();
    }

    private void sweepWithAllSeen() {
        runner.clock.advance(Duration.ofSeconds(3));
        await().until(() -> runner.follower.currentAsOf().equals(runner.clock.instant()));
        runner.sweep.sweep();
    }

    private RunEvent.Finished finished(AcceptedRun run) {
        return runner.events().stream()
                .filter(RunEvent.Finished.class::isInstance)
                .map(RunEvent.Finished.class::cast)
                .filter(event -> event.run().id().equals(run.id()))
                .findFirst()
                .orElseThrow();
    }
}
