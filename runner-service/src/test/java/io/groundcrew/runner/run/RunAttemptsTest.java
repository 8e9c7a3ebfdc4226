package io.groundcrew.runner.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RunEvent;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs that are attempted again after an attempt that was not good. */
class RunAttemptsTest extends RunnerTest {

    @BeforeEach
    void askForLeave() {
        runner.plan(RunnerFixture.ready(false));
    }

    @Test
    void attemptsAFailedRunAgainAfterItsBackOffAndTheLastTimeForGood() {
        runner.plan(RunnerFixture.ready(true, 3));
        AcceptedRun run = open();
        await().until(() -> runner.requests().size() == 1);
        assertThat(runner.requests().getFirst().attemptsLeft()).isEqualTo(2);
        fails(run, 1);
        await().until(() -> runner.stateOf(run).equals("WAITING"));

        runner.clock.advance(Duration.ofSeconds(9));
        runner.sweep.sweep();
        assertThat(runner.stateOf(run)).isEqualTo("WAITING");
        runner.clock.advance(Duration.ofSeconds(1));
        runner.sweep.sweep();
        await().until(() -> runner.requests().size() == 2);
        assertThat(runner.requests().getLast().attempt()).isEqualTo(2);
        assertThat(runner.requests().getLast().attemptsLeft()).isEqualTo(1);

        // The first end comes again, as after a restart of a reader.
        fails(run, 1);
        fails(run, 2);
        await().until(() -> runner.stateOf(run).equals("WAITING"));
        runner.clock.advance(Duration.ofSeconds(19));
        runner.sweep.sweep();
        assertThat(runner.requests()).hasSize(2);
        runner.clock.advance(Duration.ofSeconds(1));
        runner.sweep.sweep();
        await().until(() -> runner.requests().size() == 3);
        assertThat(runner.requests().getLast().attemptsLeft()).isNull();
    }

    @Test
    void attemptsARunAgainOfWhoseFailedAttemptTheBeginIsHeardOfLate() {
        runner.plan(RunnerFixture.ready(true, 3));
        AcceptedRun run = open();
        fails(run, 1);
        await().until(() -> runner.stateOf(run).equals("WAITING"));
        runner.workerStarts(run, 1, "worker-1");
        sweepWithAllSeen();
        runner.clock.advance(Duration.ofSeconds(7));
        runner.sweep.sweep();

        await().until(() -> runner.requests().size() == 2);
        assertThat(runner.requests().getLast().attempt()).isEqualTo(2);
    }

    /** What a script printed may be in it; PostgreSQL has no NUL. */
    @Test
    void attemptsARunAgainWhateverTheReasonOfItsFailureHasInIt() {
        runner.plan(RunnerFixture.ready(true, 3));
        AcceptedRun run = open();

        runner.publish(new RunEvent.AttemptFailed(RunEvent.Finished.settled(
                run.ref(), 1, Outcome.FAILED, "found a\0b" + "x".repeat(100_000), runner.clock.instant(), 0)));

        await().until(() -> runner.stateOf(run).equals("WAITING"));
    }

    @Test
    void endsNoRunByAFailedAttemptThatIsToldOfOnceMore() {
        runner.plan(RunnerFixture.ready(true, 3));
        AcceptedRun run = open();
        fails(run, 1);
        await().until(() -> runner.stateOf(run).equals("WAITING"));
        runner.clock.advance(Duration.ofSeconds(10));
        runner.sweep.sweep();
        await().until(() -> runner.requests().size() == 2);
        // Too late for another attempt after this one.
        runner.clock.advance(Duration.ofMinutes(19).plusSeconds(40));

        fails(run, 1);
        awaitAllSeen();

        assertThat(runner.stateOf(run)).isEqualTo("DISPATCHED");
        assertThat(ends(run)).isEmpty();
    }

    @Test
    void endsARunAsItsAttemptDidWhenNoTimeIsLeftForAnother() {
        runner.plan(RunnerFixture.ready(true, 3));
        AcceptedRun run = open();
        runner.clock.advance(Duration.ofMinutes(19).plusSeconds(55));
        fails(run, 1);

        await().until(() -> runner.stateOf(run).equals("DONE Failed"));
        assertThat(ends(run).getFirst().reason()).isEqualTo("broken");
    }

    private void fails(AcceptedRun run, int attempt) {
        runner.publish(new RunEvent.AttemptFailed(
                RunEvent.Finished.settled(run.ref(), attempt, Outcome.FAILED, "broken", runner.clock.instant(), 0)));
    }
}
