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
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** When one short request after the other waits, a slot takes several at a time, and each is promised what every run is. */
class RushTest {

    private static final String[] ONE_SLOT = {"worker.slots=1"};

    @AutoClose
    private final TestFleet fleet = new TestFleet();

    private final TestRunner runner = fleet.runner();

    @Test
    void executesEachOnceAndOneAtATime() {
        List<TaskRequest> requests = IntStream.range(0, 200)
                .mapToObj(n -> runner.publish(n % 3 == 0 ? runner.once(AT_ONCE) : runner.repeatable(AT_ONCE)))
                .toList();
        TestWorker worker = fleet.worker(ONE_SLOT);
        soon().until(() -> fleet.events().events(Finished.class).count() >= requests.size());
        assertThat(worker.started())
                .extracting(execution -> execution.run())
                .containsExactlyInAnyOrderElementsOf(
                        requests.stream().map(request -> request.run().id()).toList());
        assertThat(worker.mostAtATime()).isEqualTo(1);
        fleet.awaitAllAnswered();
    }

    @Test
    void leavesToOthersWhatWaitsBehindATaskThatLasts() {
        quick(30);
        TaskRequest lasting = runner.publish(runner.repeatable(WAITS));
        List<TaskRequest> behind = quick(20);
        TestWorker first = fleet.worker(ONE_SLOT);
        soon().until(() -> first.startsOf(lasting) == 1);
        TestWorker second = fleet.worker(ONE_SLOT);
        behind.forEach(request -> assertThat(fleet.end(request).worker()).isEqualTo(second.id()));
        soon().during(LOCK.multipliedBy(2)).until(() -> fleet.startsOf(lasting) == 1);
        first.finish(lasting);
        assertThat(fleet.end(lasting).outcome()).isEqualTo(Outcome.COMPLETED);
        fleet.awaitAllAnswered();
        behind.forEach(request -> assertThat(fleet.startsOf(request)).isEqualTo(1));
    }

    @Test
    void givesBackAllThatItHoldsWhenItsWorkerStops() {
        quick(30);
        TaskRequest lasting = runner.publish(runner.repeatable(WAITS));
        List<TaskRequest> behind = quick(20);
        TestWorker first = fleet.worker(ONE_SLOT);
        soon().until(() -> first.startsOf(lasting) == 1);
        first.close();
        assertThat(first.killed()).containsExactly(lasting.run().id());
        TestWorker second = fleet.worker(ONE_SLOT);
        soon().until(() -> second.startsOf(lasting) == 1);
        second.finish(lasting);
        behind.forEach(request -> assertThat(fleet.end(request).worker()).isEqualTo(second.id()));
        behind.forEach(request -> assertThat(fleet.startsOf(request)).isEqualTo(1));
    }

    @Test
    void failsNoneForBeingHandedOnOften() {
        List<TaskRequest> lasting =
                IntStream.range(0, 12).mapToObj(_ -> runner.repeatable(WAITS)).toList();
        for (TaskRequest one : lasting) {
            quick(12);
            runner.publish(one);
        }
        List<TaskRequest> last = quick(5);
        TestWorker worker = fleet.worker(ONE_SLOT);
        for (TaskRequest one : lasting) {
            soon().until(() -> worker.startsOf(one) == 1);
            soon().until(() -> fleet.unanswered(Lane.SCHEDULED) > 0);
            worker.finish(one);
        }
        last.forEach(request -> assertThat(fleet.end(request).outcome()).isEqualTo(Outcome.COMPLETED));
        fleet.awaitAllAnswered();
        assertThat(fleet.events().events(Finished.class)).allMatch(end -> end.outcome() == Outcome.COMPLETED);
    }

    @Test
    void keepsUntilTheirTurnWhatHasFewDeliveriesLeft() {
        quick(100);
        TaskRequest lasting = runner.publish(runner.repeatable(WAITS));
        // In the same batch, or the first of it was the last of its batch and others wait behind this one.
        quick(2);
        TaskRequest lastingToo = runner.publish(runner.repeatable(WAITS));
        quick(20);
        TestWorker worker = fleet.worker("worker.slots=1", "worker.delivery-limit=3");
        for (TaskRequest one : List.of(lasting, lastingToo)) {
            soon().during(LOCK.multipliedBy(2)).until(() -> worker.startsOf(one) == 1);
            worker.finish(one);
        }
        fleet.awaitAllAnswered();
        assertThat(fleet.events().events(Finished.class))
                .hasSize(124)
                .allMatch(end -> end.outcome() == Outcome.COMPLETED && end.attempt() == 1);
    }

    @Test
    void givesEachOfManyLongOnesASlotOfItsOwn() {
        quick(400);
        List<TaskRequest> lasting = IntStream.range(0, 8)
                .mapToObj(_ -> runner.publish(runner.repeatable(WAITS)))
                .toList();
        TestWorker worker = fleet.worker("worker.slots=9", "worker.interactive-slots=1");
        soon().until(() -> {
            quick(100);
            return lasting.stream().allMatch(one -> worker.startsOf(one) == 1);
        });
        lasting.forEach(worker::finish);
        lasting.forEach(one -> assertThat(fleet.end(one).outcome()).isEqualTo(Outcome.COMPLETED));
        fleet.awaitAllAnswered();
    }

    private List<TaskRequest> quick(int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> runner.publish(runner.repeatable(AT_ONCE)))
                .toList();
    }
}
