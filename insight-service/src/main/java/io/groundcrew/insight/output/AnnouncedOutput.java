package io.groundcrew.insight.output;

import io.groundcrew.contracts.run.OutputChunk.Stream;
import io.groundcrew.insight.live.Wakeups;
import io.groundcrew.insight.run.Run;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Reads output and waits a little for what a run announced that ended a moment ago: outcomes and output travel by topics
 * of their own, so the outcome may be known first.
 */
public final class AnnouncedOutput {

    private final OutputChunks chunks;
    private final Wakeups wakeups;
    private final Clock clock;
    private final Duration grace;

    /** @param grace how long after a run's end its output may still arrive */
    public AnnouncedOutput(OutputChunks chunks, Wakeups wakeups, Clock clock, Duration grace) {
        this.chunks = chunks;
        this.wakeups = wakeups;
        this.clock = clock;
        this.grace = grace;
    }

    /** As {@link OutputChunks#read}; of a run that ended just now, all it announced if that comes in time. */
    public byte[] read(Run run, int attempt, Stream stream, long offset, int atMost) {
        long announced = Math.min(atMost, announced(run.result(), attempt, stream) - offset);
        return wakeups.search(
                run.ref().id(),
                patience(run.result()),
                () -> chunks.read(run.ref(), attempt, stream, offset, atMost),
                found -> found.length >= announced);
    }

    private static long announced(Run.@Nullable Result result, int attempt, Stream stream) {
        if (result == null || result.attempt() != attempt) {
            return 0;
        }
        return stream == Stream.LOG ? result.logLength() : result.reportLength();
    }

    private Duration patience(Run.@Nullable Result result) {
        if (result == null) {
            return Duration.ZERO;
        }
        Duration left = Duration.between(clock.instant(), result.finishedAt().plus(grace));
        return left.compareTo(grace) > 0 ? grace : left;
    }
}
