package io.groundcrew.runner.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.groundcrew.contracts.control.Control;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RunEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How runs end that no worker ends, and from where on a runner reads of them. */
class RunSettlementTest extends RunnerTest {

    @Test
    void readsOnFromWhereTheLastRunnerHadComeToHoweverLongNoneWasThere() {
        Duration lookBack = Duration.ofMinutes(10);
        Instant stopped = runner.clock.instant();
        assertThat(runner.progress.startOfReading()).isEqualTo(stopped.minus(lookBack));

        runner.progress.note(stopped);
        runner.progress.note(stopped.minusSeconds(60));
        runner.progress.note(Instant.EPOCH);
        runner.clock.advance(Duration.ofDays(2));

        Instant from = runner.progress.startOfReading();
        assertThat(from).isCloseTo(stopped.minus(lookBack), within(1, ChronoUnit.MILLIS));
    }

    @Test
    void readsFromTheOldestRunWithoutAnOutcomeOnWhenNobodyKnowsHowFarTheLastRunnerCame() {
        Instant accepted = open().requestedAt();
        runner.clock.advance(Duration.ofHours(3));

        assertThat(runner.progress.startOfReading())
                .isCloseTo(accepted.minus(Duration.ofMinutes(10)), within(1, ChronoUnit.MILLIS));
    }

    /** A run may wait for days; all that happened since would be read again at each start. */
    @Test
    void readsFromWhereTheLastRunnerWasHoweverLongARunWaits() {
        open();
        runner.clock.advance(Duration.ofHours(3));
        Instant read = runner.clock.instant();
        runner.progress.note(read);

        assertThat(runner.progress.startOfReading())
                .isCloseTo(read.minus(Duration.ofMinutes(10)), within(1, ChronoUnit.MILLIS));
    }

    /** A check may go on for four hours, and has no row. */
    @Test
    void readsFromTheBeginOfTheEldestCheckThatGoesOn() {
        Instant begin = runner.clock.instant();
        runner.progress.note(begin.minusSeconds(30));
        runner.eldestCheck = Optional.of(begin);
        runner.clock.advance(Duration.ofHours(2));
        runner.progress.note(runner.clock.instant());

        assertThat(runner.progress.startOfReading())
                .isCloseTo(begin.minus(Duration.ofMinutes(10)), within(1, ChronoUnit.MILLIS));

        runner.eldestCheck = Optional.empty();
        runner.progress.note(runner.clock.instant());

        assertThat(runner.progress.startOfReading())
                .isCloseTo(runner.clock.instant().minus(Duration.ofMinutes(10)), within(1, ChronoUnit.MILLIS));
    }

    @Test
    void expiresARunThatNoWorkerTook() {
        AcceptedRun run = open();

        runner.clock.advance(Duration.ofMinutes(21));
        await().until(() -> runner.follower.currentAsOf().equals(runner.clock.instant()));
        runner.sweep.sweep();

        await().until(() -> runner.stateOf(run).equals("DONE Expired"));
        assertThat(ends(run).getFirst().reason()).contains("start-by");
    }

    @Test
    void settlesNothingWhileItHasNotReadTheLog() {
        AcceptedRun run = open();
        runner.follower.stop();

        runner.clock.advance(Duration.ofMinutes(21));
        runner.sweep.sweep();

        assertThat(runner.stateOf(run)).isNotEqualTo("DONE Expired");
    }

    @Test
    void givesARepeatableRunAnotherAttemptWhenItsWorkerFellSilent() {
        AcceptedRun run = open();
        runner.workerStarts(run, 1, "worker-1");
        await().until(() -> runner.stateOf(run).equals("STARTED"));

        runner.silentWorkers.add("worker-1");
        sweepWithAllSeen();

        await().until(() -> runner.requests().size() == 2);
        assertThat(runner.requests().get(1).attempt()).isEqualTo(2);
        assertThat(runner.control())
                .as("the first request may be handed out again")
                .contains(new Control.Superseded(run.id(), 1, run.startBy().plus(Cancellations.REMEMBERED)));
    }

    @Test
    void leavesARunLostThatMayBeWhatEndsItsWorkers() {
        AcceptedRun run = open();
        runner.workerStarts(run, 20, "worker-1");
        await().until(() -> runner.stateOf(run).equals("STARTED"));

        runner.silentWorkers.add("worker-1");
        sweepWithAllSeen();

        await().until(() -> runner.stateOf(run).equals("DONE Lost"));
        assertThat(ends(run).getFirst().reason()).contains("attempted 20 times");
    }

    @Test
    void leavesAnUnrepeatableRunLostWhenItsWorkerFellSilent() {
        runner.plan(RunnerFixture.ready(false));
        AcceptedRun run = open();
        await().until(() -> runner.requests().size() == 1);
        runner.workerStarts(run, 1, "worker-1");
        await().until(() -> runner.stateOf(run).equals("STARTED"));

        runner.silentWorkers.add("worker-1");
        sweepWithAllSeen();

        await().until(() -> runner.stateOf(run).equals("DONE Lost"));
        assertThat(ends(run).getFirst().reason()).contains("worker-1");
        assertThat(runner.requests()).hasSize(1);
    }

    @Test
    void leavesAGrantedRunLostThatItsWorkerNoLongerLists() {
        runner.plan(RunnerFixture.ready(false));
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
        runner.plan(RunnerFixture.ready(false));
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
    void keepsTheFirstOutcomeInTheLog() {
        AcceptedRun run = open();
        runner.publish(
                RunEvent.Finished.settled(run.ref(), 1, Outcome.TIMED_OUT, "too long", runner.clock.instant(), 0));
        runner.publish(RunEvent.Finished.settled(run.ref(), 1, Outcome.FAILED, "late", runner.clock.instant(), 0));

        await().until(() -> runner.stateOf(run).startsWith("DONE"));
        assertThat(runner.stateOf(run)).isEqualTo("DONE TimedOut");
    }

    @Test
    void passesOverAnEventThatCannotBeTaken() {
        runner.plan(RunnerFixture.ready(false));
        AcceptedRun run = open();
        runner.workerStarts(run, 1, "a worker that is named with\0");
        runner.publishRaw(null);
        runner.publishRaw("null");
        runner.publishRaw("{\"type\": \"Started\"}");

        runner.workerStarts(run, 1, "worker-1");

        await().until(() -> runner.stateOf(run).equals("STARTED"));
    }
}
