package io.groundcrew.insight.live;

import io.groundcrew.contracts.run.OutputChunk.Stream;
import io.groundcrew.insight.output.Attempts;
import io.groundcrew.insight.output.OutputChunks;
import io.groundcrew.insight.run.Run;
import io.groundcrew.insight.run.RunReads;
import org.jspecify.annotations.Nullable;

/** Serves live logs. */
public final class LogStreams {

    private final LiveStreams streams;
    private final OutputChunks chunks;
    private final Attempts attempts;
    private final RunReads runs;
    private final LiveProperties properties;

    LogStreams(LiveStreams streams, OutputChunks chunks, Attempts attempts, RunReads runs, LiveProperties properties) {
        this.streams = streams;
        this.chunks = chunks;
        this.attempts = attempts;
        this.runs = runs;
        this.properties = properties;
    }

    /**
     * Answers the request that this thread serves with the run's log as it is written, as {@link LiveStreams#serve} does.
     *
     * @param lastEventId where to go on, null for the start
     */
    public void follow(Run run, @Nullable String lastEventId) {
        LogPosition asked = LogPosition.read(lastEventId);
        LogPosition start = asked == null ? new LogPosition(attempts.shown(run, Stream.LOG), 0) : asked;
        streams.serve(
                run.ref().id(),
                new LogStream(
                        () -> runs.find(run.ref().slx().workspace(), run.ref().id()),
                        chunks,
                        attempts,
                        properties.grace(),
                        start));
    }
}
