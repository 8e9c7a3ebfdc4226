package io.groundcrew.runner.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.contracts.fleet.WorkerBeat;
import io.groundcrew.runner.run.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerBoardTest {

    private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T09:00:00Z"));
    private final WorkerBoard board = new WorkerBoard(clock);

    @Test
    void takesAWorkerForDeadAMinuteAfterItsLastBeat() {
        listenForLong();
        board.beat(beat("w1"));

        clock.advance(Duration.ofSeconds(60));
        assertThat(isSilent("w1")).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(isSilent("w1")).isTrue();
    }

    @Test
    void givesWhatAWorkerHandedBackAMinuteToBeBegunByAnother() {
        listenForLong();
        board.beat(beat("w1"));
        board.left("w1");

        assertThat(board.workers()).isEmpty();
        assertThat(isSilent("w1")).isFalse();
        clock.advance(Duration.ofSeconds(61));
        assertThat(isSilent("w1")).isTrue();
    }

    @Test
    void takesNobodyForDeadBeforeItHasListenedForAMinute() {
        assertThat(isSilent("w1")).isFalse();
        board.listening();

        clock.advance(Duration.ofSeconds(59));
        assertThat(isSilent("w1")).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(isSilent("w1")).isTrue();
        board.deaf();
        assertThat(isSilent("w1")).isFalse();
    }

    private void listenForLong() {
        board.listening();
        clock.advance(Duration.ofMinutes(10));
    }

    private boolean isSilent(String worker) {
        return board.isSilent(worker, clock.instant());
    }

    private WorkerBeat beat(String worker) {
        Instant now = clock.instant();
        return new WorkerBeat(worker, "local", List.of(), 4, now, now, List.of(), null, List.of());
    }
}
