package io.groundcrew.runner.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.contracts.control.Control;
import io.groundcrew.contracts.run.Access;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.embedded.EmbeddedKafka;
import io.groundcrew.embedded.test.TestKafka;
import io.groundcrew.runner.api.model.RunRequestCreate;
import io.groundcrew.runner.api.model.RunSessionCreate;
import io.groundcrew.runner.plan.Plan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Grants, cancellations and purges, as the workers and the log see them. Attack case 52. */
class RunControlTest {

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
        runner.plan(RunnerFixture.ready(false));
    }

    @AfterEach
    void stop() {
        runner.close();
    }

    @Test
    void grantsTheFirstWhoAsksAndDeniesTheNext() {
        AcceptedRun run = open();
        runner.workerAsks(run, 1, "worker-1");
        runner.workerAsks(run, 1, "worker-2");

        await().until(() -> answers(run).size() == 2);
        assertThat(answers(run).getFirst()).isEqualTo(new Control.Granted(run.id(), 1, "worker-1"));
        assertThat(answers(run).getLast()).isInstanceOfSatisfying(Control.Denied.class, denied -> {
            assertThat(denied.reason()).contains("worker-1");
            assertThat(denied.over()).isTrue();
        });
        assertThat(runner.stateOf(run)).isEqualTo("STARTED");
    }

    @Test
    void givesTheSameAnswerToWhoAsksAgain() {
        AcceptedRun run = open();
        runner.workerAsks(run, 1, "worker-1");
        runner.workerAsks(run, 1, "worker-1");

        await().until(() -> answers(run).size() == 2);
        assertThat(answers(run)).containsOnly(new Control.Granted(run.id(), 1, "worker-1"));
    }

    @Test
    void deniesWhatIsCancelledEndedTooLateOrUnknown() {
        AcceptedRun cancelled = open();
        AcceptedRun ended = open();
        AcceptedRun late = open();
        cancel(cancelled);
        runner.publish(RunEvent.Finished.settled(ended.ref(), 1, Outcome.FAILED, "broken", runner.clock.instant(), 0));
        await().until(() -> runner.stateOf(ended).startsWith("DONE"));
        runner.clock.advance(Duration.ofMinutes(21));

        Stream.of(cancelled, ended, late).forEach(run -> runner.workerAsks(run, 1, "worker-1"));

        await().until(() -> !answers(late).isEmpty());
        assertThat(denial(cancelled)).contains("Cancelled by jane");
        assertThat(denial(ended)).contains("Failed");
        assertThat(denial(late)).contains("start-by time");
        assertThat(isOver(ended)).isTrue();
        assertThat(isOver(cancelled)).isFalse();
        assertThat(isOver(late)).isFalse();
    }

    @Test
    void leavesAGrantedRunLostThatItsWorkerNoLongerLists() {
        AcceptedRun run = open();
        runner.workerAsks(run, 1, "worker-1");
        await().until(() -> runner.stateOf(run).equals("STARTED"));

        runner.clock.advance(Duration.ofSeconds(40));
        runner.unlisted.put(run.id(), runner.clock.instant());
        sweepWithAllSeen();

        await().until(() -> runner.stateOf(run).equals("DONE Lost"));
        assertThat(ends(run).getFirst().reason()).contains("worker-1", "may not be repeated");
    }

    @Test
    void givesARunItsWholeTimeAgainWhenTheMachineHasSlept() {
        AcceptedRun run = started();

        runner.clock.advance(Duration.ofMinutes(10));
        runner.listeningSince = runner.clock.instant();
        sweepWithAllSeen();
        runner.clock.advance(Duration.ofMinutes(5));
        sweepWithAllSeen();
        awaitAllSeen();
        assertThat(ends(run)).isEmpty();
        runner.clock.advance(Duration.ofSeconds(30));
        sweepWithAllSeen();

        await().until(() -> runner.stateOf(run).equals("DONE Lost"));
    }

    @Test
    void endsAQueuedRunAtOnceAndTellsTheWorkers() {
        AcceptedRun run = open();

        assertThat(cancel(run)).containsExactly(run.id());

        await().until(() -> runner.stateOf(run).equals("DONE Cancelled"));
        assertThat(ends(run).getFirst().reason()).isEqualTo("Cancelled by jane: not needed");
        assertThat(cancelsOf(run)).hasSize(1);
        assertThat(cancelsOf(run).getFirst().until()).isAfter(run.startBy());
    }

    @Test
    void endsARunThatWaitsForItsPoolAndNeverPublishesIt() {
        runner.plan(
                new Plan.Waiting("local", "checks", "preparing environment", Access.READ_ONLY, Duration.ofMinutes(5)));
        AcceptedRun run = open();
        cancel(run);
        runner.plan(RunnerFixture.ready(false));
        runner.sweep.sweep();

        await().until(() -> runner.stateOf(run).equals("DONE Cancelled"));
        assertThat(runner.requests()).isEmpty();
    }

    @Test
    void leavesTheEndOfARunningRunToItsWorkerForHalfAMinute() {
        AcceptedRun run = started();
        cancel(run);
        runner.clock.advance(Duration.ofSeconds(10));
        sweepWithAllSeen();
        assertThat(ends(run)).isEmpty();

        runner.clock.advance(Duration.ofSeconds(31));
        sweepWithAllSeen();

        await().until(() -> runner.stateOf(run).equals("DONE Cancelled"));
    }

    @Test
    void keepsTheOutcomeThatCameBeforeTheCancellation() {
        AcceptedRun run = started();
        runner.publish(RunEvent.Finished.settled(run.ref(), 1, Outcome.FAILED, "broken", runner.clock.instant(), 0));
        await().until(() -> runner.stateOf(run).equals("DONE Failed"));

        assertThatThrownBy(() -> cancel(run))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("has ended as Failed");
        assertThat(cancelsOf(run)).isEmpty();
    }

    @Test
    void refusesASecondCancellationAndOneOfAnotherWorkspace() {
        AcceptedRun run = started();
        assertThatThrownBy(() -> runner.cancellations.run("other", run.id(), "jane", null))
                .hasMessageContaining("no run");
        cancel(run);
        assertThatThrownBy(() -> cancel(run)).hasMessageContaining("is being cancelled already");
        assertThat(cancelsOf(run)).hasSize(1);
    }

    @Test
    void givesACancelledRunNoSecondAttempt() {
        runner.plan(RunnerFixture.ready(true));
        AcceptedRun run = started();
        cancel(run);
        runner.silentWorkers.add("worker-1");
        sweepWithAllSeen();

        assertThat(runner.requests()).hasSize(1);
    }

    @Test
    void saysItAgainWhenACrashCameBetweenTheWishAndItsExecution() {
        AcceptedRun run = open();
        runner.jdbc
                .sql("update run set cancelled_at = now() - interval '1 minute', cancel_reason = 'Cancelled by jane.'")
                .update();

        runner.sweep.sweep();

        await().until(() -> runner.stateOf(run).equals("DONE Cancelled"));
        assertThat(cancelsOf(run)).hasSize(1);
    }

    @Test
    void attemptsAFailedRunAgainAfterItsBackOffAndTheLastTimeForGood() {
        runner.plan(RunnerFixture.ready(true, 3));
        AcceptedRun run = open();
        await().until(() -> runner.requests().size() == 1);
        assertThat(runner.requests().getFirst().attemptsLeft()).isEqualTo(2);
        fails(run, 1);
        await().until(() -> runner.stateOf(run).equals("WAITING"));

        runner.clock.advance(Duration.ofSeconds(9));
        runner.sweep.sweep();
        assertThat(runner.stateOf(run)).isEqualTo("WAITING");
        runner.clock.advance(Duration.ofSeconds(1));
        runner.sweep.sweep();
        await().until(() -> runner.requests().size() == 2);
        assertThat(runner.requests().getLast().attempt()).isEqualTo(2);
        assertThat(runner.requests().getLast().attemptsLeft()).isEqualTo(1);

        // The first end comes again, as after a restart of a reader.
        fails(run, 1);
        fails(run, 2);
        await().until(() -> runner.stateOf(run).equals("WAITING"));
        runner.clock.advance(Duration.ofSeconds(19));
        runner.sweep.sweep();
        assertThat(runner.requests()).hasSize(2);
        runner.clock.advance(Duration.ofSeconds(1));
        runner.sweep.sweep();
        await().until(() -> runner.requests().size() == 3);
        assertThat(runner.requests().getLast().attemptsLeft()).isNull();
    }

    @Test
    void attemptsARunAgainOfWhoseFailedAttemptTheBeginIsHeardOfLate() {
        runner.plan(RunnerFixture.ready(true, 3));
        AcceptedRun run = open();
        fails(run, 1);
        await().until(() -> runner.stateOf(run).equals("WAITING"));
        runner.workerStarts(run, 1, "worker-1");
        sweepWithAllSeen();
        runner.clock.advance(Duration.ofSeconds(7));
        runner.sweep.sweep();

        await().until(() -> runner.requests().size() == 2);
        assertThat(runner.requests().getLast().attempt()).isEqualTo(2);
    }

    /** What a script printed may be in it; PostgreSQL has no NUL. */
    @Test
    void attemptsARunAgainWhateverTheReasonOfItsFailureHasInIt() {
        runner.plan(RunnerFixture.ready(true, 3));
        AcceptedRun run = open();

        runner.publish(new RunEvent.AttemptFailed(RunEvent.Finished.settled(
                run.ref(), 1, Outcome.FAILED, "found a\0b" + "x".repeat(100_000), runner.clock.instant(), 0)));

        await().until(() -> runner.stateOf(run).equals("WAITING"));
    }

    @Test
    void passesOverAnEventThatCannotBeTaken() {
        AcceptedRun run = open();
        runner.workerStarts(run, 1, "a worker that is named with\0");
        runner.publishRaw(null);
        runner.publishRaw("null");
        runner.publishRaw("{\"type\": \"Started\"}");

        runner.workerStarts(run, 1, "worker-1");

        await().until(() -> runner.stateOf(run).equals("STARTED"));
    }

    @Test
    void endsNoRunByAFailedAttemptThatIsToldOfOnceMore() {
        runner.plan(RunnerFixture.ready(true, 3));
        AcceptedRun run = open();
        fails(run, 1);
        await().until(() -> runner.stateOf(run).equals("WAITING"));
        runner.clock.advance(Duration.ofSeconds(10));
        runner.sweep.sweep();
        await().until(() -> runner.requests().size() == 2);
        // Too late for another attempt after this one.
        runner.clock.advance(Duration.ofMinutes(19).plusSeconds(40));

        fails(run, 1);
        awaitAllSeen();

        assertThat(runner.stateOf(run)).isEqualTo("DISPATCHED");
        assertThat(ends(run)).isEmpty();
    }

    @Test
    void leavesARunToTheWorkerThatTookItOver() {
        runner.plan(RunnerFixture.ready(true));
        AcceptedRun run = started();
        runner.clock.advance(Duration.ofSeconds(40));
        runner.workerStarts(run, 2, "worker-2");
        awaitAllSeen();

        // The new worker's last beat, which was before it began.
        runner.unlisted.put(run.id(), runner.clock.instant().minusSeconds(4));
        sweepWithAllSeen();

        assertThat(runner.requests()).hasSize(1);
        assertThat(runner.stateOf(run)).isEqualTo("STARTED");
    }

    @Test
    void endsARunAsItsAttemptDidWhenNoTimeIsLeftForAnother() {
        runner.plan(RunnerFixture.ready(true, 3));
        AcceptedRun run = open();
        runner.clock.advance(Duration.ofMinutes(19).plusSeconds(55));
        fails(run, 1);

        await().until(() -> runner.stateOf(run).equals("DONE Failed"));
        assertThat(ends(run).getFirst().reason()).isEqualTo("broken");
    }

    @Test
    void cancelsARunThatWaitsForItsNextAttempt() {
        runner.plan(RunnerFixture.ready(true, 3));
        AcceptedRun run = open();
        fails(run, 1);
        await().until(() -> runner.stateOf(run).equals("WAITING"));

        cancel(run);

        await().until(() -> runner.stateOf(run).equals("DONE Cancelled"));
    }

    @Test
    void cancelsAllOfASession() {
        RunSessions.Accepted session = runner.sessions.open(
                "demo",
                RunnerFixture.JANE,
                new RunSessionCreate()
                        .runRequests(List.of(new RunRequestCreate("disk"), new RunRequestCreate("demo--disk"))),
                null);

        assertThat(runner.cancellations.session("demo", session.session().id(), "jane", null))
                .hasSize(2);

        session.runs().forEach(run -> await().until(() -> runner.stateOf(run).equals("DONE Cancelled")));
        assertThatThrownBy(() -> runner.cancellations.session("demo", UUID.randomUUID(), "jane", null))
                .hasMessageContaining("no run session");
    }

    @Test
    void purgesAThousandQueuedRunsOfATaskAndLeavesTheOthers() {
        AcceptedRun running = started();
        AcceptedRun other = open();
        RunRequestCreate one = new RunRequestCreate("disk").taskTitles(List.of("Check disk"));
        RunSessionCreate asked = new RunSessionCreate().runRequests(Collections.nCopies(1_000, one));
        RunSessions.Accepted session = runner.sessions.open("demo", RunnerFixture.JANE, asked, null);

        List<UUID> purged = runner.cancellations.purge(
                "demo", new QueueSelector.Queued(List.of("disk"), "Check disk", "checks", "local"), "jane", null);

        assertThat(purged)
                .containsExactlyInAnyOrderElementsOf(
                        session.runs().stream().map(AcceptedRun::id).toList());
        await().until(() -> runner.jdbc
                        .sql("select count(*) from run where outcome = 'Cancelled'")
                        .query(Integer.class)
                        .single()
                == 1_000);
        assertThat(runner.stateOf(running)).isEqualTo("STARTED");
        assertThat(runner.stateOf(other)).isEqualTo("DISPATCHED");
    }

    private AcceptedRun open() {
        RunSessionCreate asked = new RunSessionCreate().runRequests(List.of(new RunRequestCreate("disk")));
        return runner.sessions
                .open("demo", RunnerFixture.JANE, asked, null)
                .runs()
                .getFirst();
    }

    private void fails(AcceptedRun run, int attempt) {
        runner.publish(new RunEvent.AttemptFailed(
                RunEvent.Finished.settled(run.ref(), attempt, Outcome.FAILED, "broken", runner.clock.instant(), 0)));
    }

    private AcceptedRun started() {
        AcceptedRun run = open();
        runner.workerStarts(run, 1, "worker-1");
        await().until(() -> runner.stateOf(run).equals("STARTED"));
        return run;
    }

    private List<UUID> cancel(AcceptedRun run) {
        return runner.cancellations.run("demo", run.id(), "jane", "not needed");
    }

    private void sweepWithAllSeen() {
        awaitAllSeen();
        runner.sweep.sweep();
    }

    private void awaitAllSeen() {
        runner.clock.advance(Duration.ofSeconds(3));
        await().until(() -> runner.follower.currentAsOf().equals(runner.clock.instant()));
    }

    private List<Control> answers(AcceptedRun run) {
        return runner.control().stream()
                .filter(control -> (control instanceof Control.Granted granted
                                && granted.run().equals(run.id()))
                        || (control instanceof Control.Denied denied
                                && denied.run().equals(run.id())))
                .toList();
    }

    private String denial(AcceptedRun run) {
        return denied(run).reason();
    }

    private boolean isOver(AcceptedRun run) {
        return Boolean.TRUE.equals(denied(run).over());
    }

    private Control.Denied denied(AcceptedRun run) {
        await().until(() -> !answers(run).isEmpty());
        return (Control.Denied) answers(run).getFirst();
    }

    private List<Control.Cancel> cancelsOf(AcceptedRun run) {
        return runner.control().stream()
                .filter(Control.Cancel.class::isInstance)
                .map(Control.Cancel.class::cast)
                .filter(cancel -> cancel.runs().contains(run.id()))
                .toList();
    }

    private List<RunEvent.Finished> ends(AcceptedRun run) {
        return runner.events().stream()
                .filter(RunEvent.Finished.class::isInstance)
                .map(RunEvent.Finished.class::cast)
                .filter(event -> event.run().id().equals(run.id()))
                .toList();
    }
}
