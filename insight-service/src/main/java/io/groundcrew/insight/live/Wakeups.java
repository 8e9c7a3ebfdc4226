package io.groundcrew.insight.live;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Wakes those who wait for news of a run or session, on every replica. News are announced within the transaction that
 * stores them and arrive when it commits. A wake-up may be missed while the database is away, so nobody waits for one
 * without an end.
 */
public final class Wakeups {

    static final String CHANNEL = "groundcrew_insight";

    /** PostgreSQL carries 8,000 bytes a notification. */
    private static final int IDS_AT_ONCE = 200;

    private static final Duration SEARCH_AGAIN = Duration.ofMillis(100);

    private final JdbcTemplate jdbc;
    private final ConcurrentHashMap<UUID, Set<Waiter>> waiters = new ConcurrentHashMap<>();
    private volatile boolean closed;

    public Wakeups(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Tells every replica, once the current transaction commits, that there is news of these runs or sessions. */
    public void announce(Collection<UUID> ids) {
        List<UUID> distinct = ids.stream().distinct().toList();
        for (int from = 0; from < distinct.size(); from += IDS_AT_ONCE) {
            List<UUID> part = distinct.subList(from, Math.min(distinct.size(), from + IDS_AT_ONCE));
            String payload = String.join(",", part.stream().map(UUID::toString).toList());
            jdbc.query("SELECT pg_notify(?, ?)", row -> {}, CHANNEL, payload);
        }
    }

    /** Begins to listen for news of a run or session; close it when done. */
    public Waiter listen(UUID id) {
        Waiter waiter = new Waiter(this, id);
        waiters.compute(id, (key, known) -> {
            Set<Waiter> all = known == null ? ConcurrentHashMap.newKeySet() : known;
            all.add(waiter);
            return all;
        });
        return waiter;
    }

    /**
     * Searches until it is enough, again at each news of a run or session.
     *
     * @param atMost for how long; none or less searches once
     * @return what the last search found, be it enough or not
     */
    public <T> T search(UUID id, Duration atMost, Supplier<T> search, Predicate<T> enough) {
        long begin = System.nanoTime();
        try (Waiter news = listen(id)) {
            T found = search.get();
            while (!enough.test(found) && System.nanoTime() - begin < atMost.toNanos() && !closed) {
                news.await(SEARCH_AGAIN);
                found = search.get();
            }
            return found;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return search.get();
        }
    }

    /** Whether this process is going down and nobody should wait any more. */
    public boolean isClosed() {
        return closed;
    }

    void wake(UUID id) {
        Set<Waiter> waiting = waiters.get(id);
        if (waiting != null) {
            waiting.forEach(Waiter::wake);
        }
    }

    void wakeAll() {
        waiters.values().forEach(waiting -> waiting.forEach(Waiter::wake));
    }

    void open() {
        closed = false;
    }

    void close() {
        closed = true;
        wakeAll();
    }

    private void forget(Waiter waiter) {
        waiters.computeIfPresent(waiter.id, (key, all) -> {
            all.remove(waiter);
            return all.isEmpty() ? null : all;
        });
    }

    /** Waits for news of one run or session. */
    public static final class Waiter implements AutoCloseable {

        private final Wakeups wakeups;
        private final UUID id;
        private final Semaphore news = new Semaphore(0);

        private Waiter(Wakeups wakeups, UUID id) {
            this.wakeups = wakeups;
            this.id = id;
        }

        /** Returns when there was news since the last call, or when the time is up. */
        public void await(Duration atMost) throws InterruptedException {
            if (!wakeups.closed && news.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                news.drainPermits();
            }
        }

        /** Lets news gather for a while; they still count as news for the next {@link #await}. */
        public void gather(Duration time) throws InterruptedException {
            long end = System.nanoTime() + time.toNanos();
            boolean any = false;
            for (long left = time.toNanos(); left > 0 && !wakeups.closed; left = end - System.nanoTime()) {
                any |= news.tryAcquire(left, TimeUnit.NANOSECONDS);
            }
            if (any) {
                news.release();
            }
        }

        private void wake() {
            news.release();
        }

        @Override
        public void close() {
            wakeups.forget(this);
        }
    }
}
