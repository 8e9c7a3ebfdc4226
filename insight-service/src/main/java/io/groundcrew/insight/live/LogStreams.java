package io.groundcrew.insight.live;

import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.contracts.run.OutputChunk.Stream;
import io.groundcrew.insight.output.Attempts;
import io.groundcrew.insight.output.OutputChunks;
import io.groundcrew.insight.run.Run;
import io.groundcrew.insight.run.RunReads;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;

/** Serves live logs, a bounded number at a time, each on the (virtual) thread of its request. */
public final class LogStreams {

    private static final Logger log = LoggerFactory.getLogger(LogStreams.class);

    /** Wake-ups may be missed while the listening connection is away. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    /** While announced bytes are missing. */
    private static final Duration LOOK_SOON = Duration.ofMillis(200);

    private final OutputChunks chunks;
    private final Attempts attempts;
    private final RunReads runs;
    private final Wakeups wakeups;
    private final LiveProperties properties;
    private final Semaphore free;

    public LogStreams(
            OutputChunks chunks, Attempts attempts, RunReads runs, Wakeups wakeups, LiveProperties properties) {
        this.chunks = chunks;
        this.attempts = attempts;
        this.runs = runs;
        this.wakeups = wakeups;
        this.properties = properties;
        this.free = new Semaphore(properties.maxStreams());
    }

    /** How many streams are open. */
    public int open() {
        return properties.maxStreams() - free.availablePermits();
    }

    /**
     * Answers the request that this thread serves with the run's log as it is written; returns when the log or this process
     * ends, or the reader goes away or does not read.
     *
     * @param lastEventId where to go on, null for the start
     */
    public void follow(Run run, @Nullable String lastEventId) {
        LogPosition asked = LogPosition.read(lastEventId);
        if (!free.tryAcquire()) {
            throw new ProblemException(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "All " + properties.maxStreams() + " live log streams of this server are in use."
                            + " Close one or try again, or read the log without following it.");
        }
        try (Wakeups.Waiter news = wakeups.listen(run.ref().id())) {
            LogPosition start = asked == null ? new LogPosition(attempts.shown(run, Stream.LOG), 0) : asked;
            EventWriter events = new EventWriter(Responses.current());
            follow(run, new LogStream(chunks, attempts, events, properties.grace(), start), events, news);
        } catch (IOException e) {
            log.debug("A follower of run {} went away", run.ref().id(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            free.release();
        }
    }

    private void follow(Run run, LogStream stream, EventWriter events, Wakeups.Waiter news)
            throws IOException, InterruptedException {
        Optional<Run> seen = Optional.of(run);
        while (seen.isPresent() && !wakeups.isClosed()) {
            Run latest = seen.get();
            if (advance(stream, latest)) {
                return;
            }
            news.await(latest.result() == null ? LOOK_AGAIN : LOOK_SOON);
            if (events.silence() > properties.keepAlive().toNanos()) {
                events.comment("keep-alive");
            }
            seen = again(latest);
        }
    }

    private static boolean advance(LogStream stream, Run run) throws IOException {
        try {
            return stream.advance(run);
        } catch (DataAccessException e) {
            log.warn("A live log waits for the database: {}", e.toString());
            return false;
        }
    }

    private Optional<Run> again(Run run) {
        try {
            return runs.find(run.ref().slx().workspace(), run.ref().id());
        } catch (DataAccessException e) {
            log.warn("A live log waits for the database: {}", e.toString());
            return Optional.of(run);
        }
    }
}
