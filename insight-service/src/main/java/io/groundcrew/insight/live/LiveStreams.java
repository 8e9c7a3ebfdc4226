package io.groundcrew.insight.live;

import io.groundcrew.chassis.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;

/** Serves event streams, a bounded number at a time, each on the (virtual) thread of its request. */
public final class LiveStreams {

    /** Wake-ups may be missed while the listening connection is away. */
    static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    private static final Logger log = LoggerFactory.getLogger(LiveStreams.class);

    private final Wakeups wakeups;
    private final LiveProperties properties;
    private final Semaphore free;

    LiveStreams(Wakeups wakeups, LiveProperties properties) {
        this.wakeups = wakeups;
        this.properties = properties;
        this.free = new Semaphore(properties.maxStreams());
    }

    /** What one reader follows. */
    interface Followed {

        /**
         * Sends what is new.
         *
         * @return how long to wait for news before the next look; empty when the stream has ended
         */
        Optional<Duration> advance(EventWriter events) throws IOException;

        /** How long news are left to gather before they are looked at. */
        default Duration gathering() {
            return Duration.ZERO;
        }
    }

    /** How many streams are open. */
    public int open() {
        return properties.maxStreams() - free.availablePermits();
    }

    /**
     * Answers the request that this thread serves; returns when the stream or this process ends, or the reader goes away or
     * does not read.
     *
     * @param id the run or session whose news wake the stream
     */
    void serve(UUID id, Followed followed) {
        if (!free.tryAcquire()) {
            throw new ProblemException(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "All " + properties.maxStreams() + " live streams of this server are in use."
                            + " Close one or try again, or read without following.");
        }
        try (Wakeups.Waiter news = wakeups.listen(id)) {
            follow(followed, new EventWriter(Responses.current()), news);
        } catch (IOException e) {
            log.debug("A follower of {} went away", id, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            free.release();
        }
    }

    private void follow(Followed followed, EventWriter events, Wakeups.Waiter news)
            throws IOException, InterruptedException {
        Optional<Duration> pause = advance(followed, events);
        while (pause.isPresent() && !wakeups.isClosed()) {
            news.await(pause.get());
            news.gather(followed.gathering());
            if (events.silence() > properties.keepAlive().toNanos()) {
                events.comment("keep-alive");
            }
            pause = advance(followed, events);
        }
    }

    private static Optional<Duration> advance(Followed followed, EventWriter events) throws IOException {
        try {
            return followed.advance(events);
        } catch (DataAccessException e) {
            log.warn("A live stream waits for the database: {}", e.toString());
            return Optional.of(LOOK_AGAIN);
        }
    }
}
