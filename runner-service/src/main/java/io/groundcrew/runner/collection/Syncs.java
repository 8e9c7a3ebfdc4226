package io.groundcrew.runner.collection;

import io.groundcrew.codecollection.mirror.SyncResult;
import io.groundcrew.codecollection.mirror.SyncStatus;
import io.groundcrew.runner.change.ChangeCounters;
import io.groundcrew.runner.change.ChangeCounters.Counter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.support.TransactionTemplate;

/** Syncs collections: each by one runner at a time, few at once. */
class Syncs implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Syncs.class);

    /** How often {@link #renew} is to be called. */
    static final Duration RENEW_EVERY = Duration.ofSeconds(10);

    private static final Duration LEASE = RENEW_EVERY.multipliedBy(3);
    private static final long END_BY_THEMSELVES_MILLIS = 2_000;
    private static final long END_WHEN_STOPPED_MILLIS = 1_000;
    private static final long LOOK_AGAIN_MILLIS = 200;

    private final CollectionRows rows;
    private final CollectionDirectory directory;
    private final Mirrors mirrors;
    private final Catalogs catalogs;
    private final ChangeCounters counters;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Duration patience;
    private final Semaphore places;
    private final Set<GoingSync> going = ConcurrentHashMap.newKeySet();
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
        this.patience = properties.syncTimeout();
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

    /** What came of {@link #syncNow}. */
    enum Answer {
        SYNCED,
        /** Other syncs of the collection went on for as long as one may take. */
        BUSY,
        /** There is no such collection. */
        GONE,
        /** This service is stopping. */
        STOPPING
    }

    /** Syncs now. Waits for a sync that is going on and then syncs again, since that one may have looked too early. */
    Answer syncNow(String name) throws InterruptedException {
        Instant end = clock.instant().plus(patience);
        while (rows.find(name).isPresent()) {
            if (syncOnce(name)) {
                return Answer.SYNCED;
            }
            if (!clock.instant().isBefore(end)) {
                return Answer.BUSY;
            }
            if (closing.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                return Answer.STOPPING;
            }
        }
        return Answer.GONE;
    }

    /**
     * Renews the leases of the syncs that go on here, and stops those that have lost theirs: to another runner, when this
     * one stood still for too long, or because their collection was changed or deleted.
     */
    void renew() {
        for (GoingSync one : going) {
            Instant now = clock.instant();
            try {
                if (rows.renew(one.collection(), one.owner(), now.plus(LEASE))) {
                    one.renewed(now.plus(LEASE));
                } else {
                    one.stop();
                }
            } catch (DataAccessException away) {
                log.debug("The lease of {} cannot be renewed", one.collection(), away);
                // Another runner may have it by now, without our hearing of it.
                if (!now.isBefore(one.until())) {
                    one.stop();
                }
            }
        }
    }

    /** Whether it synced the collection; not while another has the lease, nor when it lost its own. */
    private boolean syncOnce(String name) {
        Instant now = clock.instant();
        // One id an attempt: an attempt whose lease ran out must not settle over its successor.
        String owner = UUID.randomUUID().toString();
        Optional<RegisteredCollection> leased = leaseAndTell(name, owner, now);
        if (leased.isEmpty()) {
            return false;
        }
        RegisteredCollection collection = leased.get();
        GoingSync sync = new GoingSync(name, owner, now.plus(LEASE));
        Attempt attempt = attempt(collection, sync);
        if (sync.isStopped()) {
            rows.release(name, owner, clock.instant());
            log.info("The sync of collection {} was stopped: it lost its lease, or this service is stopping", name);
            return false;
        }
        boolean stored = Boolean.TRUE.equals(transaction.execute(status -> {
            counters.next(Counter.COLLECTIONS);
            return rows.settle(collection, owner, attempt.result(), attempt.catalog());
        }));
        directory.refresh();
        if (!stored) {
            log.info(
                    "Collection {} was changed or synced by another meanwhile; what this sync brought counts not",
                    name);
        } else if (attempt.result().succeeded()) {
            log.info("Collection {}: {}", name, attempt.result().message());
        } else {
            log.warn(
                    "The sync of collection {} failed: {}",
                    name,
                    attempt.result().message());
        }
        return stored;
    }

    private Optional<RegisteredCollection> leaseAndTell(String name, String owner, Instant now) {
        Optional<RegisteredCollection> leased = transaction.execute(status -> {
            Optional<RegisteredCollection> taken = rows.lease(name, owner, now, now.plus(LEASE));
            taken.ifPresent(one -> counters.next(Counter.COLLECTIONS));
            return taken;
        });
        directory.refresh();
        return leased == null ? Optional.empty() : leased;
    }

    private record Attempt(SyncResult result, @Nullable Catalog catalog) {}

    private Attempt attempt(RegisteredCollection collection, GoingSync sync) {
        going.add(sync);
        if (closing.getCount() == 0) {
            sync.stop();
        }
        try {
            return attempt(collection);
        } finally {
            sync.end();
            going.remove(sync);
        }
    }

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

    /** Lets syncs that are about to end do so; the others are another runner's, or the next start's. */
    @Override
    public void close() {
        closing.countDown();
        threads.shutdown();
        try {
            threads.awaitTermination(END_BY_THEMSELVES_MILLIS, TimeUnit.MILLISECONDS);
            going.forEach(GoingSync::stop);
            threads.awaitTermination(END_WHEN_STOPPED_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
    }
}
