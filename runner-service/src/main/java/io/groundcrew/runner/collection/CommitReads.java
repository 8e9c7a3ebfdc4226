package io.groundcrew.runner.collection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Reads commits on threads of its own, few at a time and of each collection one. What failed is left alone for a pause that
 * grows, and is tried again only while half of the places are free: remotes that do not answer must not take them all.
 */
final class CommitReads implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CommitReads.class);
    private static final int FAILURES_REMEMBERED = 256;

    private final Level level;
    private final int atOnce;
    private final Duration shortest;
    private final Duration longest;
    private final Clock clock;
    private final Runnable ended;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<CommitKey, Attempt> attempts = new LinkedHashMap<>();

    /**
     * @param level of what is said when a commit cannot be read
     * @param shortest the pause after a first failure; each further one doubles it
     * @param ended told whenever a place has become free
     */
    CommitReads(Level level, int atOnce, Duration shortest, Duration longest, Clock clock, Runnable ended) {
        this.level = level;
        this.atOnce = atOnce;
        this.shortest = shortest;
        this.longest = longest;
        this.clock = clock;
        this.ended = ended;
    }

    /** How far a commit is. */
    enum State {
        /** All places are taken; ask again. */
        WAITING,
        GOING,
        /** It could not be read, and its pause goes on. */
        FAILED
    }

    /** Reads one commit, and throws when it cannot. */
    interface Reading {
        void read(RegisteredCollection collection, String commit);
    }

    /**
     * @param revision of the collection: one that was changed, as by other credentials, is tried at once
     * @param until when the pause ends; null while it is being read
     * @param problem what the last attempt said, empty when there was none
     */
    private record Attempt(
            long revision, int failures, @Nullable Instant until, String problem) {}

    /** Begins to read a commit unless it is being read, has just failed, or all places are taken. */
    synchronized State begin(RegisteredCollection collection, String commit, Reading reading) {
        CommitKey key = CommitKey.of(collection, commit);
        Attempt before = attempts.get(key);
        if (before != null) {
            Instant until = before.until();
            if (until == null) {
                return State.GOING;
            }
            if (collection.revision() <= before.revision() && clock.instant().isBefore(until)) {
                return State.FAILED;
            }
        }
        if (threads.isShutdown() || !isPlaceFor(collection, before == null ? atOnce : atOnce / 2)) {
            return State.WAITING;
        }
        int failures = before == null ? 0 : before.failures();
        String problem = before == null ? "" : before.problem();
        attempts.put(key, new Attempt(collection.revision(), failures, null, problem));
        threads.execute(() -> read(collection, key, reading));
        return State.GOING;
    }

    private boolean isPlaceFor(RegisteredCollection collection, int most) {
        int going = 0;
        for (Map.Entry<CommitKey, Attempt> one : attempts.entrySet()) {
            if (one.getValue().until() == null) {
                going++;
                if (one.getKey().collection().equals(collection.name())) {
                    return false;
                }
            }
        }
        return going < most;
    }

    private void read(RegisteredCollection collection, CommitKey key, Reading reading) {
        try {
            reading.read(collection, key.commit());
            succeeded(key);
        } catch (RuntimeException | Error e) {
            failed(key, e);
        }
        ended.run();
    }

    private synchronized void succeeded(CommitKey key) {
        attempts.remove(key);
    }

    private synchronized void failed(CommitKey key, Throwable failure) {
        Attempt attempt = attempts.remove(key);
        if (attempt == null || threads.isShutdown()) {
            return;
        }
        String problem = String.valueOf(failure.getMessage());
        if (!problem.equals(attempt.problem())) {
            log.atLevel(level)
                    .log("Collection {} cannot be read at {}: {}", key.collection(), key.commit(), failure.toString());
        }
        Duration pause = shortest.multipliedBy(1L << Math.min(attempt.failures(), 20));
        Instant until = clock.instant().plus(pause.compareTo(longest) < 0 ? pause : longest);
        attempts.put(key, new Attempt(attempt.revision(), attempt.failures() + 1, until, problem));
        forgetOld();
    }

    /** What is still wanted is asked for as soon as its pause is over. */
    private void forgetOld() {
        Instant old = clock.instant().minus(longest);
        attempts.values().removeIf(one -> one.until() != null && one.until().isBefore(old));
        attempts.entrySet().stream()
                .filter(one -> one.getValue().until() != null)
                .map(Map.Entry::getKey)
                .findFirst()
                .filter(eldest -> attempts.size() > FAILURES_REMEMBERED)
                .ifPresent(attempts::remove);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
