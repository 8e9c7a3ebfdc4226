package io.groundcrew.runner.collection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits that runs ask for beside those that their collections follow now. They are read from the mirrors in the
 * background, few at a time, and never fetched: a remote may hand out commits that were never on a branch of the
 * collection, and who may run its tasks may not choose other code.
 */
final class AskedCommits implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AskedCommits.class);
    private static final int READ_AT_ONCE = 2;
    private static final int KEPT = 16;
    private static final Duration FAILURES_KEPT = Duration.ofMinutes(1);

    private final Mirrors mirrors;
    private final Clock clock;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Key, Reading> readings = new LinkedHashMap<>(KEPT, 0.75f, true);

    AskedCommits(Mirrors mirrors, Clock clock) {
        this.mirrors = mirrors;
        this.clock = clock;
    }

    private record Key(String collection, String source, String commit) {}

    private record Reading(CompletableFuture<Catalog> catalog, Instant since) {}

    /** What is known now; begins to read what is not. */
    AskedCommit ask(RegisteredCollection collection, String commit) {
        return mirrors.known(collection, commit)
                .<AskedCommit>map(AskedCommit.Offers::new)
                .orElseGet(() -> readingOf(collection, commit));
    }

    private synchronized AskedCommit readingOf(RegisteredCollection collection, String commit) {
        Instant now = clock.instant();
        readings.values()
                .removeIf(one ->
                        one.catalog().isCompletedExceptionally() && one.since().isBefore(now.minus(FAILURES_KEPT)));
        Key key = new Key(collection.name(), collection.source(), commit);
        Reading reading = readings.get(key);
        if (reading == null) {
            begin(key, collection, now);
            return new AskedCommit.BeingRead();
        }
        return switch (reading.catalog().state()) {
            case RUNNING -> new AskedCommit.BeingRead();
            case SUCCESS -> new AskedCommit.Offers(reading.catalog().resultNow());
            case FAILED, CANCELLED -> new AskedCommit.Absent();
        };
    }

    private void begin(Key key, RegisteredCollection collection, Instant now) {
        long going = readings.values().stream()
                .filter(one -> !one.catalog().isDone())
                .count();
        if (going < READ_AT_ONCE) {
            readings.put(
                    key,
                    new Reading(CompletableFuture.supplyAsync(() -> read(collection, key.commit()), threads), now));
            if (readings.size() > KEPT) {
                readings.remove(readings.keySet().iterator().next());
            }
        }
    }

    private Catalog read(RegisteredCollection collection, String commit) {
        try {
            return mirrors.readFromDisk(collection, commit);
        } catch (RuntimeException e) {
            log.warn("A run asked for what cannot be read: {}", e.toString());
            throw e;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
