package io.groundcrew.runner.collection;

import io.groundcrew.codecollection.mirror.SyncResult;
import io.groundcrew.codecollection.mirror.SyncStatus;
import io.groundcrew.runner.change.ChangeCounters;
import io.groundcrew.runner.change.ChangeCounters.Counter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/** Syncs collections: each by one runner at a time, few at once. */
class Syncs implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Syncs.class);
    private static final Duration LEASE_MARGIN = Duration.ofMinutes(2);
    private static final long LOOK_AGAIN_MILLIS = 200;

    private final CollectionRows rows;
    private final CollectionDirectory directory;
    private final Mirrors mirrors;
    private final Catalogs catalogs;
    private final ChangeCounters counters;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Duration lease;
    private final Semaphore places;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Syncs(
            CollectionRows rows,
            CollectionDirectory directory,
            Mirrors mirrors,
            Catalogs catalogs,
            ChangeCounters counters,
            TransactionTemplate transaction,
            Clock clock,
            CollectionProperties properties) {
        this.rows = rows;
        this.directory = directory;
        this.mirrors = mirrors;
        this.catalogs = catalogs;
        this.counters = counters;
        this.transaction = transaction;
        this.clock = clock;
        this.lease = properties.syncTimeout().plus(LEASE_MARGIN);
        this.places = new Semaphore(properties.syncsAtOnce());
    }

    /** Starts what is due, as far as there are places. */
    void startDue() {
        int free = places.availablePermits();
        if (free == 0) {
            return;
        }
        for (String name : rows.due(clock.instant(), free)) {
            if (!places.tryAcquire()) {
                return;
            }
            threads.execute(() -> {
                try {
                    syncOnce(name);
                } catch (RuntimeException e) {
                    log.warn("The sync of {} could not be stored and is tried again later: {}", name, e.toString());
                } finally {
                    places.release();
                }
            });
        }
    }

    /**
     * Syncs now. Waits for a sync that is going on and then syncs again, since that one may have looked too early.
     *
     * @return false when there is no such collection or the wait was too long
     */
    boolean syncNow(String name) throws InterruptedException {
        Instant end = clock.instant().plus(lease);
        while (clock.instant().isBefore(end) && rows.find(name).isPresent()) {
            if (syncOnce(name)) {
                return true;
            }
            if (closing.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return false;
    }

    /** False when another has the lease. */
    private boolean syncOnce(String name) {
        Instant now = clock.instant();
        // One id an attempt: an attempt whose lease ran out must not settle over its successor.
        String owner = UUID.randomUUID().toString();
        Optional<RegisteredCollection> leased = leaseAndTell(name, owner, now);
        if (leased.isEmpty()) {
            return false;
        }
        RegisteredCollection collection = leased.get();
        Attempt attempt = attempt(collection);
        transaction.executeWithoutResult(status -> {
            rows.settle(collection, owner, attempt.result(), attempt.catalog());
            counters.next(Counter.COLLECTIONS);
        });
        directory.refresh();
        if (attempt.result().succeeded()) {
            log.info("Collection {}: {}", name, attempt.result().message());
        } else {
            log.warn(
                    "The sync of collection {} failed: {}",
                    name,
                    attempt.result().message());
        }
        return true;
    }

    private Optional<RegisteredCollection> leaseAndTell(String name, String owner, Instant now) {
        Optional<RegisteredCollection> leased = transaction.execute(status -> {
            Optional<RegisteredCollection> taken = rows.lease(name, owner, now, now.plus(lease));
            taken.ifPresent(one -> counters.next(Counter.COLLECTIONS));
            return taken;
        });
        directory.refresh();
        return leased == null ? Optional.empty() : leased;
    }

    private record Attempt(SyncResult result, @Nullable Catalog catalog) {}

    private Attempt attempt(RegisteredCollection collection) {
        try {
            SyncResult result = mirrors.of(collection).sync();
            String commit = result.commit();
            Catalog catalog = result.succeeded() && commit != null ? catalogs.synced(collection, commit) : null;
            return new Attempt(result, catalog);
        } catch (RuntimeException | StackOverflowError e) {
            log.debug("The sync of {} broke", collection.name(), e);
            return new Attempt(
                    new SyncResult(
                            SyncStatus.FAILED,
                            collection.commit(),
                            clock.instant(),
                            0,
                            e.getMessage() == null ? "The sync broke: " + e : e.getMessage()),
                    null);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        threads.shutdownNow();
    }
}
