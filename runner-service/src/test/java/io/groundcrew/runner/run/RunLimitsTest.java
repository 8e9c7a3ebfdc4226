package io.groundcrew.runner.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.runner.api.model.RunRequestCreate;
import io.groundcrew.runner.api.model.RunSessionCreate;
import io.groundcrew.runner.resource.ScheduleSpec.Overlap;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessException;

/** Concurrency limits, and what a run that waits for its turn shows. */
class RunLimitsTest extends RunnerTest {

    @ParameterizedTest
    @CsvSource(
            value = {
                "disk, -, -, -",
                "-, Check disk, -, -",
                "-, -, tier, -",
                "-, -, -, checks",
                "disk, Check disk, tier, checks"
            },
            nullValues = "-")
    void letsNoMoreRunsOfAnSlxATaskATagOrAPoolGoOnThanItsLimit(String slx, String task, String tag, String pool) {
        runner.limits.put("few", 2, slx, task, tag, pool);
        List<AcceptedRun> runs = open(5);
        runner.sweep.sweep();

        assertThat(states(runs)).containsExactly("DISPATCHED", "DISPATCHED", "WAITING", "WAITING", "WAITING");
        assertThat(queue().getLast().waitingFor()).contains("\"few\"", "2 runs");
    }

    @ParameterizedTest
    @CsvSource(
            value = {"other, -, -, -", "-, Restart, -, -", "-, -, owner, -", "-, -, -, others", "disk, Restart, -, -"},
            nullValues = "-")
    void leavesAloneWhatOneOfItsConditionsDoesNotHoldFor(String slx, String task, String tag, String pool) {
        runner.limits.put("few", 1, slx, task, tag, pool);

        assertThat(states(open(3))).containsOnly("DISPATCHED");
    }

    @Test
    void letsTheEldestGoOnWhenAnEndMakesRoom() {
        runner.limits.put("one", 1, "disk", null, null, null);
        List<AcceptedRun> runs = open(3);
        runner.sweep.sweep();

        finish(runs.getFirst());
        runner.sweep.sweep();
        assertThat(states(runs)).containsExactly("DONE Failed", "DISPATCHED", "WAITING");

        runner.cancellations.run("demo", runs.get(1).id(), "jane", null);
        await().until(() -> runner.stateOf(runs.get(1)).equals("DONE Cancelled"));
        runner.sweep.sweep();
        assertThat(states(runs)).containsExactly("DONE Failed", "DONE Cancelled", "DISPATCHED");
    }

    /** As after a restart of a reader, or when another runner reads it later. */
    @Test
    void keepsThePlaceOfAnAttemptWhenTheFailureOfTheOneBeforeIsToldOfOnceMore() {
        runner.plan(RunnerFixture.ready(true, 3));
        runner.limits.put("one", 1, "disk", null, null, null);
        List<AcceptedRun> runs = open(2);
        runner.sweep.sweep();
        RunEvent failed = new RunEvent.AttemptFailed(RunEvent.Finished.settled(
                runs.getFirst().ref(), 1, Outcome.FAILED, "broken", runner.clock.instant(), 0));
        runner.publish(failed);
        await().until(() -> states(runs).equals(List.of("WAITING", "WAITING")));
        runner.clock.advance(Duration.ofSeconds(10));
        runner.sweep.sweep();
        assertThat(states(runs)).containsExactly("DISPATCHED", "WAITING");

        runner.publish(failed);
        runner.workerStarts(runs.getFirst(), 2, "worker-1");
        await().until(() -> states(runs).getFirst().equals("STARTED"));
        runner.sweep.sweep();

        assertThat(states(runs)).containsExactly("STARTED", "WAITING");
    }

    @Test
    void sendsARequestWhenAWorkerThatAsksForLeaveAtOnceIsSureToGetIt() {
        runner.limits.put("few", 2, "disk", null, null, null);
        List<AcceptedRun> runs = open(2);
        assertThat(states(runs)).containsExactly("WAITING", "WAITING");

        runner.sweep.sweep();

        assertThat(runner.seenWhenSent())
                .containsOnlyKeys(runs.stream().map(AcceptedRun::id).toList())
                .allSatisfy((run, state) -> assertThat(state).isEqualTo("DISPATCHED"));
    }

    @Test
    void letsNoneGoOnWhileMoreAreThanALoweredLimitAllows() {
        runner.limits.put("one", 3, "disk", null, null, null);
        List<AcceptedRun> runs = open(4);
        runner.sweep.sweep();
        runner.limits.put("one", 1, "disk", null, null, null);

        end(runs.getFirst());
        runner.sweep.sweep();
        assertThat(permits("one")).isEqualTo(2);
        end(runs.get(1));
        runner.sweep.sweep();
        assertThat(states(runs)).containsExactly("DONE Failed", "DONE Failed", "DISPATCHED", "WAITING");

        end(runs.get(2));
        runner.sweep.sweep();
        assertThat(runner.stateOf(runs.getLast())).isEqualTo("DISPATCHED");
    }

    @Test
    void countsWhatGoesOnAlreadyWhenALimitIsSetOrChanged() {
        List<AcceptedRun> goingOn = open(2);
        assertThat(states(goingOn)).containsOnly("DISPATCHED");

        runner.limits.put("task", 2, null, "Check disk", null, null);
        AcceptedRun third = open(1).getFirst();
        runner.sweep.sweep();

        assertThat(permits("task")).isEqualTo(2);
        assertThat(runner.stateOf(third)).isEqualTo("WAITING");

        runner.limits.put("task", 2, "other", null, null, null);
        assertThat(permits("task")).isZero();
        runner.limits.put("task", 2, "disk", null, null, null);
        end(goingOn.getFirst());
        runner.sweep.sweep();

        assertThat(permits("task")).isEqualTo(2);
        assertThat(runner.stateOf(third)).isEqualTo("DISPATCHED");
    }

    @Test
    void holdsARunBackUntilEachOfItsLimitsHasRoom() {
        runner.limits.put("pool", 5, null, null, null, "checks");
        runner.limits.put("task", 1, null, "Check disk", null, null);
        List<AcceptedRun> runs = open(2);
        runner.sweep.sweep();
        assertThat(states(runs)).containsExactly("DISPATCHED", "WAITING");
        assertThat(permits("pool")).isEqualTo(1);

        runner.limits.delete("task");
        runner.sweep.sweep();

        assertThat(states(runs)).containsOnly("DISPATCHED");
        assertThat(permits("pool")).isEqualTo(2);
    }

    @Test
    void forgetsThePlacesOfRunsWhoseEndWasNeverNoted() {
        runner.limits.put("one", 1, "disk", null, null, null);
        List<AcceptedRun> runs = open(2);
        runner.sweep.sweep();
        runner.jdbc
                .sql("update run set state = 'DONE' where id = ?")
                .param(runs.getFirst().id())
                .update();

        runner.limits.put("unrelated", 1, "other", null, null, null);
        runner.sweep.sweep();

        assertThat(runner.stateOf(runs.getLast())).isEqualTo("DISPATCHED");
    }

    @Test
    void showsPositionAgeAndReasonOfWhatWaits() {
        runner.limits.put("one", 1, "disk", null, null, null);
        List<AcceptedRun> runs = open(3);
        runner.clock.advance(Duration.ofSeconds(5));
        runner.sweep.sweep();

        assertThat(queue())
                .extracting(QueueRows.Queued::id)
                .containsExactlyElementsOf(runs.stream().map(AcceptedRun::id).toList());
        assertThat(queue()).extracting(QueueRows.Queued::position).containsExactly(1, 2, 3);
        assertThat(queue()).extracting(QueueRows.Queued::dispatched).containsExactly(true, false, false);
        assertThat(queue()).extracting(QueueRows.Queued::pool).containsOnly("checks");
        runner.workerStarts(runs.getFirst(), 1, "worker-1");
        await().until(() -> queue().size() == 2);
        assertThat(queue().getFirst().position()).isEqualTo(1);
    }

    @Test
    void skipsQueuesOrReplacesWhatASchedulesEarlierRunStillGoesOn() {
        AcceptedRun first = due(Overlap.SKIP);
        runner.sweep.sweep();
        runner.workerStarts(first, 1, "worker-1");
        await().until(() -> runner.stateOf(first).equals("STARTED"));

        AcceptedRun skipped = due(Overlap.SKIP);
        AcceptedRun queued = due(Overlap.QUEUE);
        runner.sweep.sweep();
        await().until(() -> runner.stateOf(skipped).equals("DONE Expired"));
        assertThat(runner.stateOf(queued)).isEqualTo("WAITING");
        assertThat(queue().getFirst().waitingFor()).contains("of its schedule to end");
        assertThat(runner.stateOf(open(1).getFirst())).isEqualTo("DISPATCHED");

        AcceptedRun replacing = due(Overlap.REPLACE);
        runner.sweep.sweep();
        await().until(() -> runner.stateOf(queued).equals("DONE Cancelled"));
        runner.publish(
                RunEvent.Finished.settled(first.ref(), 1, Outcome.CANCELLED, "ended", runner.clock.instant(), 0));
        await().until(() -> runner.stateOf(first).equals("DONE Cancelled"));
        assertThat(runner.stateOf(replacing)).isEqualTo("WAITING");

        runner.sweep.sweep();

        assertThat(runner.stateOf(replacing)).isEqualTo("DISPATCHED");
    }

    @Test
    void takesNoRunForAnObstacleThatNoWorkerMayBeginAnyMore() {
        AcceptedRun unbegun = due(Overlap.SKIP);
        runner.sweep.sweep();
        assertThat(runner.stateOf(unbegun)).isEqualTo("DISPATCHED");
        runner.clock.advance(Duration.between(runner.clock.instant(), unbegun.startBy()));

        AcceptedRun next = due(Overlap.SKIP);
        runner.sweep.sweep();

        assertThat(runner.stateOf(next)).isEqualTo("DISPATCHED");
    }

    /** As while Kafka is away: its end is not known to have been stored. */
    @Test
    void saysOnceThatARunIsSkippedAndDoesNotStartItAfterwards() {
        AcceptedRun first = due(Overlap.SKIP);
        runner.sweep.sweep();
        runner.follower.stop();
        AcceptedRun skipped = due(Overlap.SKIP);
        runner.sweep.sweep();
        runner.sweep.sweep();
        runner.jdbc
                .sql("update run set state = 'DONE' where id = ?")
                .param(first.id())
                .update();

        runner.sweep.sweep();
        try (RunnerFixture other = runner.beside()) {
            other.follower.stop();
            other.sweep.sweep();
        }

        assertThat(runner.stateOf(skipped)).isEqualTo("WAITING");
        assertThat(runner.events())
                .filteredOn(event ->
                        event instanceof RunEvent.Finished && event.run().id().equals(skipped.id()))
                .hasSize(1);
    }

    @Test
    void notesAFailedAttemptTogetherWithThePlaceThatItFrees() {
        runner.plan(RunnerFixture.ready(true, 3));
        runner.limits.put("one", 1, "disk", null, null, null);
        AcceptedRun run = open(1).getFirst();
        runner.sweep.sweep();
        runner.jdbc.sql("alter table run_permit rename to run_permit_away").update();
        RunEvent.Finished end =
                RunEvent.Finished.settled(run.ref(), 1, Outcome.FAILED, "broken", runner.clock.instant(), 0);

        assertThatThrownBy(() -> runner.ledger.accept(List.of(new RunEvent.AttemptFailed(end))))
                .isInstanceOf(DataAccessException.class);

        assertThat(runner.stateOf(run)).isEqualTo("DISPATCHED");
    }

    private AcceptedRun due(Overlap overlap) {
        runner.clock.advance(Duration.ofSeconds(1));
        RunSessionCreate asked = new RunSessionCreate().runRequests(List.of(new RunRequestCreate("disk")));
        return runner.sessions
                .open("demo", RunnerFixture.JANE, asked, null, overlap)
                .runs()
                .getFirst();
    }

    private List<AcceptedRun> open(int count) {
        RunSessionCreate asked = new RunSessionCreate()
                .runRequests(IntStream.range(0, count)
                        .mapToObj(one -> new RunRequestCreate("disk"))
                        .toList());
        return runner.sessions.open("demo", RunnerFixture.JANE, asked, null).runs();
    }

    private void finish(AcceptedRun run) {
        end(run);
        assertThat(permits("one")).isZero();
    }

    /** Ends a run; returns when its places are free. */
    private void end(AcceptedRun run) {
        runner.publish(RunEvent.Finished.settled(run.ref(), 1, Outcome.FAILED, "broken", runner.clock.instant(), 0));
        await().until(() -> runner.stateOf(run).equals("DONE Failed") && !hasPermit(run));
    }

    private boolean hasPermit(AcceptedRun run) {
        return runner.jdbc
                .sql("select exists (select 1 from run_permit where run = ?)")
                .param(run.id())
                .query(Boolean.class)
                .single();
    }

    private List<QueueRows.Queued> queue() {
        return new QueueRows(runner.jdbc).of("demo");
    }

    private int permits(String limit) {
        return runner.jdbc
                .sql("select count(*) from run_permit where limit_name = ?")
                .param(limit)
                .query(Integer.class)
                .single();
    }

    private List<String> states(List<AcceptedRun> runs) {
        return runs.stream().map(runner::stateOf).toList();
    }
}
