package io.groundcrew.runner.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.contracts.fleet.WorkerBeat;
import io.groundcrew.embedded.test.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WorkerBoardTest {

    private final TestClock clock = new TestClock(Instant.parse("2026-03-01T09:00:00Z"));
    private final WorkerBoard board = new WorkerBoard(clock);

    @Test
    void takesAWorkerForDeadAMinuteAfterItsLastBeat() {
        listen(600);
        board.beat(beat("w1"));

        listen(60);
        assertThat(isSilent("w1")).isFalse();
        listen(1);
        assertThat(isSilent("w1")).isTrue();
    }

    @Test
    void givesWhatAWorkerHandedBackAMinuteToBeBegunByAnother() {
        listen(600);
        board.beat(beat("w1"));
        board.left("w1");

        assertThat(board.workers()).isEmpty();
        assertThat(isSilent("w1")).isFalse();
        listen(61);
        assertThat(isSilent("w1")).isTrue();
    }

    @Test
    void takesNobodyForDeadBeforeItHasListenedForAMinute() {
        assertThat(isSilent("w1")).isFalse();
        board.listening();

        listen(59);
        assertThat(isSilent("w1")).isFalse();
        listen(1);
        assertThat(isSilent("w1")).isTrue();
        board.deaf();
        assertThat(isSilent("w1")).isFalse();
    }

    @Test
    void takesNobodyForDeadThatBeatsAgainWhenTheMachineHasSlept() {
        listen(600);
        board.beat(beat("w1"));

        clock.advance(Duration.ofMinutes(2));
        assertThat(isSilent("w1")).as("before the runner listens again").isFalse();
        board.listening();
        assertThat(isSilent("w1")).isFalse();
        listen(5);
        board.beat(beat("w1"));
        listen(60);
        assertThat(isSilent("w1")).isFalse();
    }

    @Test
    void takesAWorkerForDeadThatStaysSilentForAMinuteAfterTheMachineHasSlept() {
        listen(600);
        board.beat(beat("w1"));

        clock.advance(Duration.ofMinutes(2));
        board.listening();
        listen(59);
        assertThat(isSilent("w1")).isFalse();
        listen(1);
        assertThat(isSilent("w1")).isTrue();
    }

    @Test
    void believesThatAWorkerDoesNotHaveARunOnlyABeatThatIsSurelyNew() {
        UUID run = UUID.randomUUID();
        listen(600);
        clock.advance(Duration.ofMinutes(2));
        board.listening();

        board.beat(beat("w1"));
        listen(20);
        assertThat(board.heardWithout("w1", run)).isNull();
        board.beat(beat("w1"));
        assertThat(board.heardWithout("w1", run)).isEqualTo(clock.instant());
        board.deaf();
        assertThat(board.heardWithout("w1", run)).isNull();
    }

    @Test
    void givesWhatBeganBeforeTheMachineSleptAllItsTimeAgain() {
        listen(600);
        Instant begun = clock.instant();
        Instant deadline = begun.plusSeconds(300);
        assertThat(board.afterGap(deadline, begun)).isEqualTo(deadline);

        clock.advance(Duration.ofHours(1));
        board.listening();
        Instant woken = clock.instant();
        listen(10);

        assertThat(board.afterGap(deadline, begun)).isEqualTo(woken.plusSeconds(300));
        assertThat(board.afterGap(woken.plusSeconds(100), woken)).isEqualTo(woken.plusSeconds(100));
    }

    /** Lets time pass in which the runner is awake. */
    private void listen(int seconds) {
        board.listening();
        for (int passed = 0; passed < seconds; passed++) {
            clock.advance(Duration.ofSeconds(1));
            board.listening();
        }
    }

    private boolean isSilent(String worker) {
        return board.isSilent(worker, clock.instant());
    }

    private WorkerBeat beat(String worker) {
        return new WorkerBeat(worker, "local", List.of(), 4, clock.instant(), List.of(), null, List.of());
    }
}
