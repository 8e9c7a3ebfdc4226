package io.groundcrew.worker;

import static io.groundcrew.worker.ScriptedTasks.AT_ONCE;
import static io.groundcrew.worker.ScriptedTasks.WAITS;
import static io.groundcrew.worker.TestFleet.LOCK;
import static io.groundcrew.worker.TestFleet.soon;
import static io.groundcrew.worker.TestRequests.late;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RunEvent.Finished;
import io.groundcrew.contracts.run.TaskRequest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Each request is executed once, however often it is delivered, and goes to another worker when its own one stops. */
class DeliveryTest {

    @AutoClose
    private final TestFleet fleet = new TestFleet();

    private final TestRunner runner = fleet.runner();

    @Test
    void executesEachOfTwoHundredRequestsOnce() {
        List<TaskRequest> requests = IntStream.range(0, 200)
                .mapToObj(n -> runner.publish(n % 2 == 0 ? runner.repeatable(AT_ONCE) : runner.once(AT_ONCE)))
                .toList();
        TestWorker worker = fleet.worker("worker.slots=4", "worker.interactive-slots=0");
        soon().until(() -> fleet.events().events(Finished.class).count() >= requests.size());
        assertThat(worker.started())
                .extracting(execution -> execution.run())
                .containsExactlyInAnyOrderElementsOf(
                        requests.stream().map(request -> request.run().id()).toList());
    }

    @Test
    void keepsARequestThatRunsLongerThanTheLock() {
        TaskRequest request = runner.publish(runner.repeatable(WAITS));
        fleet.worker();
        fleet.worker();
        soon().until(() -> fleet.startsOf(request) == 1);
        soon().during(LOCK.multipliedBy(2)).until(() -> fleet.startsOf(request) == 1);
        soon().until(() -> fleet.events().started(request).size() == 1);
        fleet.finish(request);
        assertThat(fleet.end(request).outcome()).isEqualTo(Outcome.COMPLETED);
        fleet.awaitAllAnswered();
        assertThat(fleet.startsOf(request)).isEqualTo(1);
        assertThat(fleet.events().finished(request)).hasSize(1);
    }

    @Test
    void handsARepeatableRequestToAnotherWorkerWhenItStops() {
        TaskRequest request = runner.publish(runner.repeatable(WAITS));
        TestWorker first = fleet.worker();
        soon().until(() -> first.startsOf(request) == 1);
        first.close();
        assertThat(first.killed()).containsExactly(request.run().id());
        assertThat(fleet.events().finished(request)).isEmpty();
        TestWorker second = fleet.worker();
        soon().until(() -> second.startsOf(request) == 1);
        second.finish(request);
        assertThat(fleet.end(request).worker()).isEqualTo(second.id());
    }

    @Test
    void neverHandsOutAgainWhatMustNotBeRepeated() {
        TaskRequest request = runner.publish(runner.once(WAITS));
        TestWorker first = fleet.worker();
        soon().until(() -> first.startsOf(request) == 1);
        first.close();
        Finished end = fleet.end(request);
        assertThat(end.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(end.reason()).contains("may not be repeated");
        fleet.awaitAllAnswered();
        TaskRequest next = runner.publish(runner.repeatable(AT_ONCE));
        TestWorker second = fleet.worker();
        fleet.end(next);
        assertThat(second.startsOf(request)).isZero();
    }

    @Test
    void doesNotTellThatARunFailedWhichSomebodyElseWasGivenLeaveToBegin() {
        TaskRequest request = runner.publish(runner.once(WAITS));
        TestWorker busy = fleet.worker("worker.slots=1");
        soon().until(() -> busy.startsOf(request) == 1);
        TestWorker second = fleet.worker("worker.delivery-limit=1");
        runner.publish(request);
        soon().until(() -> second.refused("replayed") == 1);
        assertThat(fleet.events().finished(request)).isEmpty();
        busy.finish(request);
        assertThat(fleet.end(request).outcome()).isEqualTo(Outcome.COMPLETED);
        fleet.awaitAllAnswered();
        assertThat(fleet.events().finished(request)).hasSize(1);
    }

    @Test
    void endsAsFailedWhatWasDeliveredTooOften() {
        TaskRequest request = runner.publish(runner.once(WAITS));
        TaskRequest repeatable = runner.publish(runner.repeatable(WAITS));
        TestWorker worker = fleet.worker("worker.delivery-limit=1");
        for (TaskRequest one : List.of(request, repeatable)) {
            assertThat(fleet.end(one).outcome()).isEqualTo(Outcome.FAILED);
            assertThat(fleet.end(one).reason()).contains("delivered 1 times");
        }
        fleet.awaitAllAnswered();
        assertThat(worker.started()).isEmpty();
    }

    @Test
    void doesNotStartWhatIsPastItsStartByTime() {
        TaskRequest late = runner.publish(late(runner.repeatable(AT_ONCE)));
        TaskRequest next = runner.publish(runner.repeatable(AT_ONCE));
        TestWorker worker = fleet.worker();
        fleet.end(next);
        soon().until(() -> worker.refused("expired") == 1);
        assertThat(worker.startsOf(late)).isZero();
        assertThat(fleet.events().started(late)).isEmpty();
        assertThat(fleet.events().finished(late)).isEmpty();
    }

    /** Both would be attempt 2, and what two executions write would be taken for the output of one. */
    @Test
    void executesOnlyTheAttemptThatTookThePlaceOfARequestWhichWasHandedBack() {
        TaskRequest request = runner.publish(runner.repeatable(WAITS));
        TestWorker first = fleet.worker();
        soon().until(() -> first.startsOf(request) == 1);
        first.close();
        runner.attemptAgain(request);
        TestWorker second = fleet.worker("worker.slots=2", "worker.interactive-slots=0");
        soon().until(() -> second.startsOf(request) >= 1);
        soon().during(LOCK).until(() -> second.busySlots() == 1 && second.startsOf(request) == 1);
        second.finish(request);
        assertThat(fleet.end(request).attempt()).isEqualTo(2);
        fleet.awaitAllAnswered();
        assertThat(second.startsOf(request)).isEqualTo(1);
        assertThat(fleet.events().finished(request)).hasSize(1);
    }

    @Test
    void givesUpAnAttemptWithoutAWordWhenAnotherTakesItsPlace() {
        TaskRequest request = runner.publish(runner.repeatable(WAITS));
        TestWorker worker = fleet.worker("worker.slots=1", "worker.interactive-slots=0");
        soon().until(() -> worker.startsOf(request) == 1);
        runner.attemptAgain(request);
        soon().until(() -> worker.startsOf(request) == 2);
        assertThat(worker.killed()).containsExactly(request.run().id());
        worker.finish(request);
        assertThat(fleet.end(request).attempt()).isEqualTo(2);
        fleet.awaitAllAnswered();
        assertThat(fleet.events().finished(request)).hasSize(1);
    }

    @Test
    void runsOnceWhatWasPublishedTwice() {
        TaskRequest request = runner.repeatable(WAITS);
        runner.publish(request);
        runner.publish(request);
        TestWorker worker = fleet.worker("worker.slots=3", "worker.interactive-slots=0");
        soon().until(() -> worker.busySlots() == 2 && worker.startsOf(request) == 1);
        worker.finish(request);
        fleet.end(request);
        runner.publish(request);
        fleet.end(runner.publish(runner.repeatable(AT_ONCE)));
        fleet.awaitAllAnswered();
        assertThat(worker.startsOf(request)).isEqualTo(1);
        assertThat(fleet.events().finished(request)).hasSize(1);
    }
}
