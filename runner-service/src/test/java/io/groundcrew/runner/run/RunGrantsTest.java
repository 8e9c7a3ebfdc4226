package io.groundcrew.runner.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groundcrew.contracts.control.Control;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RunEvent;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Leave to begin what must not be repeated, as the workers see it. */
class RunGrantsTest extends RunnerTest {

    @BeforeEach
    void askForLeave() {
        runner.plan(RunnerFixture.ready(false));
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
}
