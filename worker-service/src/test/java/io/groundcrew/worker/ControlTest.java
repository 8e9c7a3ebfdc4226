package io.groundcrew.worker;

import static io.groundcrew.worker.ScriptedTasks.AT_ONCE;
import static io.groundcrew.worker.ScriptedTasks.WAITS;
import static io.groundcrew.worker.TestFleet.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.contracts.control.Control;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RunEvent.Finished;
import io.groundcrew.contracts.run.TaskRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Grants, cancellations and drains as a worker follows them. Attack cases 52 and 54. */
class ControlTest {

    @AutoClose
    private final TestFleet fleet = new TestFleet();

    private final TestRunner runner = fleet.runner();

    @Test
    void startsWhatMustNotBeRepeatedOnlyWhenTheRunnerHasAnswered() {
        runner.grants().stopAnswering();
        TaskRequest request = runner.publish(runner.once(AT_ONCE));
        TestWorker worker = fleet.worker();
        soon().until(() -> runner.grants().asksFor(request) >= 1);
        assertThat(worker.startsOf(request)).isZero();

        runner.grants().answerAgain();

        assertThat(fleet.end(request).outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(runner.grants().asksFor(request)).isGreaterThanOrEqualTo(2);
        assertThat(worker.startsOf(request)).isEqualTo(1);
    }

    @Test
    void neverStartsWhatAnotherWorkerWasGrantedAndAnswersForItQuietly() {
        TaskRequest request = runner.once(AT_ONCE);
        runner.grants().grantToAnother(request);
        runner.publish(request);
        TestWorker worker = fleet.worker();
        soon().until(() -> runner.grants().asksFor(request) >= 1);
        fleet.awaitAllAnswered();
        assertThat(worker.startsOf(request)).isZero();
        assertThat(fleet.events().finished(request)).isEmpty();
    }

    @Test
    void runsOnceWhatMustNotBeRepeatedThoughItWasPublishedTwiceForTwoWorkers() {
        TaskRequest request = runner.once(WAITS);
        runner.publish(request);
        runner.publish(request);
        fleet.worker();
        fleet.worker();
        soon().until(() -> fleet.startsOf(request) == 1);
        runner.publish(request);
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
        TaskRequest cancelled = runner.publish(runner.repeatable(AT_ONCE));
        runner.cancel(cancelled);
        TaskRequest next = runner.publish(runner.repeatable(AT_ONCE));
        TestWorker worker = fleet.worker();
        fleet.end(next);
        fleet.awaitAllAnswered();
        assertThat(worker.startsOf(cancelled)).isZero();
        assertThat(fleet.events().finished(cancelled)).isEmpty();
    }

    @Test
    void killsARunningTaskThatIsCancelledAndReportsIt() {
        TestWorker worker = fleet.worker();
        for (TaskRequest request : List.of(runner.repeatable(WAITS), runner.once(WAITS))) {
            runner.publish(request);
            soon().until(() -> worker.startsOf(request) == 1);
            runner.cancel(request);
            runner.cancel(request);

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
        runner.grants().stopAnswering();
        TaskRequest request = runner.publish(runner.once(AT_ONCE));
        TestWorker worker = fleet.worker();
        soon().until(() -> runner.grants().asksFor(request) >= 1);
        runner.cancel(request);
        fleet.awaitAllAnswered();
        runner.tell(new Control.Granted(request.run().id(), 1, worker.id()));
        fleet.end(runner.publish(runner.repeatable(AT_ONCE)));
        assertThat(worker.startsOf(request)).isZero();
        assertThat(fleet.events().finished(request)).isEmpty();
    }

    /** Attack case 12: whoever can write to the topic is not the runner yet. */
    @Test
    void heedsNobodyButTheRunner() {
        runner.grants().stopAnswering();
        TaskRequest waiting = runner.publish(runner.repeatable(WAITS));
        TaskRequest asking = runner.publish(runner.once(AT_ONCE));
        TaskRequest cancelled = runner.publish(runner.repeatable(WAITS));
        TestWorker worker = fleet.worker("worker.slots=4");
        soon().until(() -> worker.startsOf(waiting) + worker.startsOf(cancelled) == 2
                && runner.grants().asksFor(asking) >= 1);
        runner.tellForged(TestRunner.cancellation(waiting));
        runner.tellForged(new Control.Granted(asking.run().id(), 1, worker.id()));
        // The worker follows the topic in its order, so what is forged has come before this.
        runner.cancel(cancelled);
        assertThat(fleet.end(cancelled).outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(worker.hasKilled(waiting)).isFalse();
        assertThat(worker.startsOf(asking)).isZero();
        worker.finish(waiting);
        assertThat(fleet.end(waiting).outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(worker.startsOf(asking)).isZero();
    }

    @Test
    void hearsTheRunnerAfterARecordWhoseKeyCannotBeRead() throws IOException {
        TestWorker worker = fleet.worker();
        fleet.end(runner.publish(runner.once(AT_ONCE)));

        TaskRequest request = runner.repeatable(WAITS);
        runner.tellWithUnreadableKey(TestRunner.cancellation(request));

        assertThat(fleet.end(runner.publish(runner.once(AT_ONCE))).outcome()).isEqualTo(Outcome.COMPLETED);
        runner.publish(request);
        soon().until(() -> worker.startsOf(request) == 1);
        runner.cancel(request);
        assertThat(fleet.end(request).outcome()).isEqualTo(Outcome.CANCELLED);
    }

    @Test
    void drainsByHandingBackWhatMayBeRepeatedAndFinishingTheRest() {
        TaskRequest repeatable = runner.publish(runner.repeatable(WAITS));
        TaskRequest once = runner.publish(runner.once(WAITS));
        TestWorker leaving = fleet.worker("worker.slots=4");
        soon().until(() -> leaving.startsOf(repeatable) == 1 && leaving.startsOf(once) == 1);
        runner.tell(new Control.Drain(leaving.id(), Instant.now()));
        soon().until(() -> leaving.hasKilled(repeatable));
        TestWorker staying = fleet.worker();
        soon().until(() -> staying.startsOf(repeatable) == 1);
        staying.finish(repeatable);
        assertThat(fleet.end(repeatable).worker()).isEqualTo(staying.id());
        staying.close();
        assertThat(leaving.hasKilled(once)).isFalse();
        TaskRequest later = runner.publish(runner.repeatable(AT_ONCE));
        soon().during(Duration.ofSeconds(1)).until(() -> leaving.startsOf(later) == 0);
        leaving.finish(once);
        assertThat(fleet.end(once).outcome()).isEqualTo(Outcome.COMPLETED);

        runner.tell(new Control.Drain(leaving.id(), null));

        assertThat(fleet.end(later).worker()).isEqualTo(leaving.id());
    }
}
