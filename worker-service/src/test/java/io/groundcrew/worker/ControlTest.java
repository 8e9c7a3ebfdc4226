package io.groundcrew.worker;

import static io.groundcrew.worker.ScriptedTasks.AT_ONCE;
import static io.groundcrew.worker.ScriptedTasks.WAITS;
import static io.groundcrew.worker.TestFleet.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.contracts.control.Control;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RunEvent.Finished;
import io.groundcrew.contracts.run.TaskRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Grants, cancellations and drains as a worker follows them. Attack cases 52 and 54. */
class ControlTest {

    @AutoClose
    private final TestFleet fleet = new TestFleet();

    @Test
    void startsWhatMustNotBeRepeatedOnlyWhenTheRunnerHasAnswered() {
        fleet.grants().stopAnswering();
        TaskRequest request = fleet.publish(fleet.once(AT_ONCE));
        TestWorker worker = fleet.worker();
        soon().until(() -> fleet.grants().asksFor(request) >= 1);
        assertThat(worker.startsOf(request)).isZero();

        fleet.grants().answerAgain();

        assertThat(fleet.end(request).outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(fleet.grants().asksFor(request)).isGreaterThanOrEqualTo(2);
        assertThat(worker.startsOf(request)).isEqualTo(1);
    }

    @Test
    void neverStartsWhatAnotherWorkerWasGrantedAndAnswersForItQuietly() {
        TaskRequest request = fleet.once(AT_ONCE);
        fleet.grants().grantToAnother(request);
        fleet.publish(request);
        TestWorker worker = fleet.worker();
        soon().until(() -> fleet.grants().asksFor(request) >= 1);
        fleet.awaitAllAnswered();
        assertThat(worker.startsOf(request)).isZero();
        assertThat(fleet.events().finished(request)).isEmpty();
    }

    @Test
    void runsOnceWhatMustNotBeRepeatedThoughItWasPublishedTwiceForTwoWorkers() {
        TaskRequest request = fleet.once(WAITS);
        fleet.publish(request);
        fleet.publish(request);
        fleet.worker();
        fleet.worker();
        soon().until(() -> fleet.startsOf(request) == 1);
        fleet.publish(request);
        // Each copy is with a slot, or was denied.
        soon().until(() -> fleet.busySlots() + fleet.refused("replayed") == 3);
        assertThat(fleet.startsOf(request)).isEqualTo(1);
        fleet.finish(request);
        fleet.end(request);
        fleet.awaitAllAnswered();
        assertThat(fleet.startsOf(request)).isEqualTo(1);
        assertThat(fleet.events().finished(request)).hasSize(1);
    }

    @Test
    void neverStartsWhatWasCancelledBeforeTheWorkerItselfStarted() {
        TaskRequest cancelled = fleet.publish(fleet.repeatable(AT_ONCE));
        fleet.cancel(cancelled);
        TaskRequest next = fleet.publish(fleet.repeatable(AT_ONCE));
        TestWorker worker = fleet.worker();
        fleet.end(next);
        fleet.awaitAllAnswered();
        assertThat(worker.startsOf(cancelled)).isZero();
        assertThat(fleet.events().finished(cancelled)).isEmpty();
    }

    @Test
    void killsARunningTaskThatIsCancelledAndReportsIt() {
        TestWorker worker = fleet.worker();
        for (TaskRequest request : List.of(fleet.repeatable(WAITS), fleet.once(WAITS))) {
            fleet.publish(request);
            soon().until(() -> worker.startsOf(request) == 1);
            fleet.cancel(request);
            fleet.cancel(request);

            Finished end = fleet.end(request);
            assertThat(end.outcome()).isEqualTo(Outcome.CANCELLED);
            assertThat(end.reason()).isEqualTo("Cancelled by jane.");
            fleet.awaitAllAnswered();
            assertThat(worker.killed()).containsOnlyOnce(request.run().id());
            assertThat(fleet.events().finished(request)).hasSize(1);
        }
    }

    @Test
    void startsNothingThatIsCancelledWhileItWaitsForLeave() {
        fleet.grants().stopAnswering();
        TaskRequest request = fleet.publish(fleet.once(AT_ONCE));
        TestWorker worker = fleet.worker();
        soon().until(() -> fleet.grants().asksFor(request) >= 1);
        fleet.cancel(request);
        fleet.awaitAllAnswered();
        fleet.tell(new Control.Granted(request.run().id(), 1, worker.id()));
        fleet.end(fleet.publish(fleet.repeatable(AT_ONCE)));
        assertThat(worker.startsOf(request)).isZero();
        assertThat(fleet.events().finished(request)).isEmpty();
    }

    /** Attack case 12: whoever can write to the topic is not the runner yet. */
    @Test
    void heedsNobodyButTheRunner() {
        fleet.grants().stopAnswering();
        TaskRequest waiting = fleet.publish(fleet.repeatable(WAITS));
        TaskRequest asking = fleet.publish(fleet.once(AT_ONCE));
        TaskRequest cancelled = fleet.publish(fleet.repeatable(WAITS));
        TestWorker worker = fleet.worker("worker.slots=4");
        soon().until(() -> worker.startsOf(waiting) + worker.startsOf(cancelled) == 2
                && fleet.grants().asksFor(asking) >= 1);
        fleet.tellForged(TestFleet.cancellation(waiting));
        fleet.tellForged(new Control.Granted(asking.run().id(), 1, worker.id()));
        // The worker follows the topic in its order, so what is forged has come before this.
        fleet.cancel(cancelled);
        assertThat(fleet.end(cancelled).outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(worker.hasKilled(waiting)).isFalse();
        assertThat(worker.startsOf(asking)).isZero();
        worker.finish(waiting);
        assertThat(fleet.end(waiting).outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(worker.startsOf(asking)).isZero();
    }

    @Test
    void drainsByHandingBackWhatMayBeRepeatedAndFinishingTheRest() {
        TaskRequest repeatable = fleet.publish(fleet.repeatable(WAITS));
        TaskRequest once = fleet.publish(fleet.once(WAITS));
        TestWorker leaving = fleet.worker("worker.slots=4");
        soon().until(() -> leaving.startsOf(repeatable) == 1 && leaving.startsOf(once) == 1);
        fleet.tell(new Control.Drain(leaving.id(), Instant.now()));
        soon().until(() -> leaving.hasKilled(repeatable));
        TestWorker staying = fleet.worker();
        soon().until(() -> staying.startsOf(repeatable) == 1);
        staying.finish(repeatable);
        assertThat(fleet.end(repeatable).worker()).isEqualTo(staying.id());
        staying.close();
        assertThat(leaving.hasKilled(once)).isFalse();
        TaskRequest later = fleet.publish(fleet.repeatable(AT_ONCE));
        soon().during(Duration.ofSeconds(1)).until(() -> leaving.startsOf(later) == 0);
        leaving.finish(once);
        assertThat(fleet.end(once).outcome()).isEqualTo(Outcome.COMPLETED);

        fleet.tell(new Control.Drain(leaving.id(), null));

        assertThat(fleet.end(later).worker()).isEqualTo(leaving.id());
    }
}
