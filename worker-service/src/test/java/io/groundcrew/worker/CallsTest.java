package io.groundcrew.worker;

import static io.groundcrew.worker.ScriptedTasks.AT_ONCE;
import static io.groundcrew.worker.ScriptedTasks.WAITS;
import static io.groundcrew.worker.TestFleet.LOCK;
import static io.groundcrew.worker.TestFleet.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RunEvent.Finished;
import io.groundcrew.contracts.run.TaskRequest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Checks that need no process run in batches beside the slots, and each of them is promised what every run is. */
class CallsTest {

    @AutoClose
    private final TestFleet fleet = new TestFleet();

    private final TestRunner runner = fleet.runner();

    @Test
    void runManyAtATimeAndLeaveTheSlotsToOthers() {
        List<TaskRequest> calls = calls(40, WAITS);
        TestWorker worker = fleet.worker("worker.slots=1");
        soon().until(() -> calls.stream().allMatch(call -> worker.startsOf(call) == 1));
        TaskRequest other = runner.publish(runner.repeatable(AT_ONCE));
        assertThat(fleet.end(other).outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(fleet.events().events(Finished.class))
                .extracting(end -> end.run().id())
                .doesNotContainAnyElementsOf(ids(calls));
        calls.forEach(worker::finish);
        calls.forEach(call -> assertThat(fleet.end(call).outcome()).isEqualTo(Outcome.COMPLETED));
    }

    @Test
    void runEachOfFiveHundredOnce() {
        List<TaskRequest> calls = calls(500, AT_ONCE);
        TestWorker worker = fleet.worker();
        soon().until(() -> fleet.events().events(Finished.class).count() >= calls.size());
        assertThat(worker.started())
                .extracting(execution -> execution.run())
                .containsExactlyInAnyOrderElementsOf(ids(calls));
    }

    @Test
    void areKeptLongerThanTheLockWhileOthersOfTheirBatchEnd() {
        TaskRequest slow = call(WAITS);
        TaskRequest slower = call(WAITS);
        TaskRequest quick = call(AT_ONCE);
        fleet.worker("worker.calls=3");
        fleet.worker("worker.calls=3");
        soon().until(() -> fleet.startsOf(slow) + fleet.startsOf(slower) == 2);
        assertThat(fleet.end(quick).outcome()).isEqualTo(Outcome.COMPLETED);
        soon().during(LOCK.multipliedBy(2)).until(() -> fleet.startsOf(slow) + fleet.startsOf(slower) == 2);
        fleet.finish(slow);
        assertThat(fleet.end(slow).outcome()).isEqualTo(Outcome.COMPLETED);
        soon().until(() -> fleet.unanswered(Lane.CALLS) == 1);
        fleet.finish(slower);
        assertThat(fleet.end(slower).outcome()).isEqualTo(Outcome.COMPLETED);
        fleet.awaitAllAnswered();
        for (TaskRequest call : List.of(slow, slower, quick)) {
            assertThat(fleet.startsOf(call)).isEqualTo(1);
        }
    }

    @Test
    void goToAnotherWorkerWhenTheirsStops() {
        List<TaskRequest> calls = calls(10, WAITS);
        TestWorker first = fleet.worker();
        soon().until(() -> calls.stream().allMatch(call -> first.startsOf(call) == 1));
        first.close();
        assertThat(first.killed()).containsExactlyInAnyOrderElementsOf(ids(calls));
        TestWorker second = fleet.worker();
        soon().until(() -> calls.stream().allMatch(call -> second.startsOf(call) == 1));
        calls.forEach(second::finish);
        calls.forEach(call -> assertThat(fleet.end(call).worker()).isEqualTo(second.id()));
    }

    @Test
    void thatMayNotBeRepeatedAreRefused() {
        TaskRequest once = runner.publish(runner.request(Lane.CALLS, false, AT_ONCE));
        TaskRequest other = call(AT_ONCE);
        TestWorker worker = fleet.worker();
        fleet.end(other);
        soon().until(() -> worker.refused("misplaced") == 1);
        assertThat(worker.startsOf(once)).isZero();
    }

    /** Until its answer is sent, a check that is over would be run again when its worker is gone. */
    @Test
    void areAnsweredForAlsoWhileOthersOfTheirBatchGoOn() {
        TaskRequest quick = call(AT_ONCE);
        TaskRequest slow = call(WAITS);
        TestWorker worker = fleet.worker("worker.calls=2");
        fleet.end(quick);
        soon().until(() -> fleet.unanswered(Lane.CALLS) == 1);
        assertThat(worker.startsOf(slow)).isEqualTo(1);
        worker.finish(slow);
        fleet.end(slow);
    }

    private TaskRequest call(Map<String, String> variables) {
        return runner.publish(runner.call(variables));
    }

    private List<TaskRequest> calls(int count, Map<String, String> variables) {
        return IntStream.range(0, count).mapToObj(_ -> call(variables)).toList();
    }

    private static List<UUID> ids(List<TaskRequest> calls) {
        return calls.stream().map(call -> call.run().id()).toList();
    }
}
