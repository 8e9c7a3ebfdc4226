package io.groundcrew.worker;

import static io.groundcrew.worker.ScriptedTasks.AT_ONCE;
import static io.groundcrew.worker.ScriptedTasks.WAITS;
import static io.groundcrew.worker.TestFleet.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.contracts.control.Control;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.TaskRequest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Whoever can write to the topics publishes again what the runner once signed. Attack cases 12 and 54. */
class ReplayTest {

    @AutoClose
    private final TestFleet fleet = new TestFleet();

    private final TestRunner runner = fleet.runner();

    @Test
    void refusesAndCountsWhatThisWorkerHasExecuted() {
        List<TaskRequest> requests = List.of(runner.repeatable(AT_ONCE), runner.once(AT_ONCE), runner.call(AT_ONCE));
        TestWorker worker = fleet.worker();
        requests.forEach(runner::publish);
        requests.forEach(request -> assertThat(fleet.end(request).outcome()).isEqualTo(Outcome.COMPLETED));
        fleet.awaitAllAnswered();
        assertThat(worker.refused("replayed")).isZero();

        requests.forEach(runner::publish);
        requests.forEach(runner::publish);

        soon().until(() -> worker.refused("replayed") == 6);
        fleet.awaitAllAnswered();
        assertThat(worker.started()).hasSize(3);
        requests.forEach(request -> assertThat(fleet.events().finished(request)).hasSize(1));
    }

    @Test
    void countsACopyThatComesWhileTheFirstIsExecuted() {
        TaskRequest request = runner.publish(runner.repeatable(WAITS));
        TestWorker worker = fleet.worker();
        soon().until(() -> worker.startsOf(request) == 1);
        runner.publish(request);
        worker.finish(request);
        fleet.end(request);
        soon().until(() -> worker.refused("replayed") == 1);
        fleet.awaitAllAnswered();
        assertThat(worker.startsOf(request)).isEqualTo(1);
        assertThat(fleet.events().finished(request)).hasSize(1);
    }

    @Test
    void countsWhatTheRunnerDeniesSinceAnotherWorkerHadIt() {
        TaskRequest request = runner.publish(runner.once(AT_ONCE));
        TestWorker first = fleet.worker();
        fleet.end(request);
        fleet.awaitAllAnswered();
        assertThat(first.refused("replayed")).isZero();
        first.close();
        TestWorker second = fleet.worker();
        runner.publish(request);
        soon().until(() -> second.refused("replayed") == 1);
        fleet.awaitAllAnswered();
        assertThat(second.startsOf(request)).isZero();
        assertThat(fleet.events().finished(request)).hasSize(1);
    }

    @Test
    void runsAgainAndDoesNotCountWhatWasInterrupted() {
        TaskRequest slot = runner.publish(runner.repeatable(WAITS));
        TaskRequest call = runner.publish(runner.call(WAITS));
        TestWorker worker = fleet.worker();
        soon().until(() -> worker.started().size() == 2);
        runner.tell(new Control.Drain(worker.id(), Instant.now()));
        soon().until(() -> worker.killed().size() == 2);
        runner.tell(new Control.Drain(worker.id(), null));

        for (TaskRequest request : List.of(slot, call)) {
            soon().until(() -> worker.startsOf(request) == 2);
            worker.finish(request);
            assertThat(fleet.end(request).outcome()).isEqualTo(Outcome.COMPLETED);
        }
        fleet.awaitAllAnswered();
        assertThat(worker.refused("replayed")).isZero();
    }
}
