package io.groundcrew.runner.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.contracts.control.Control;
import io.groundcrew.contracts.run.Access;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.runner.api.model.RunRequestCreate;
import io.groundcrew.runner.api.model.RunSessionCreate;
import io.groundcrew.runner.plan.Plan;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cancellations and purges, as the workers and the log see them. Attack case 52. */
class RunCancellationTest extends RunnerTest {

    @BeforeEach
    void askForLeave() {
        runner.plan(RunnerFixture.ready(false));
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

    private void fails(AcceptedRun run, int attempt) {
        runner.publish(new RunEvent.AttemptFailed(
                RunEvent.Finished.settled(run.ref(), attempt, Outcome.FAILED, "broken", runner.clock.instant(), 0)));
    }

    private List<Control.Cancel> cancelsOf(AcceptedRun run) {
        return runner.control().stream()
                .filter(Control.Cancel.class::isInstance)
                .map(Control.Cancel.class::cast)
                .filter(cancel -> cancel.runs().contains(run.id()))
                .toList();
    }
}
