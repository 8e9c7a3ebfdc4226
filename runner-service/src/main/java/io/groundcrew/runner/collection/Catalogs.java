package io.groundcrew.runner.collection;

import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What was read of collections' commits, in memory, and is being read. What is in use stays, of each collection so many;
 * of the others the last few.
 */
final class Catalogs implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Catalogs.class);
    private static final int IN_USE_KEPT = 20;
    private static final int OTHERS_KEPT = 16;
    private static final int READ_AT_ONCE = 2;
    private static final Duration ABSENT_FOR = Duration.ofMinutes(1);
    private static final int FETCHED_AT_ONCE = 4;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private final Mirrors mirrors;
    private final CommitReads fromDisk;
    private final CommitReads fromRemote;
    private final Map<CommitKey, Catalog> read = new ConcurrentHashMap<>();
    private final Set<CommitKey> byLastUse = new LinkedHashSet<>();
    private Map<CommitKey, RegisteredCollection> inUse = Map.of();
    private Set<String> overfull = Set.of();

    Catalogs(Mirrors mirrors, Clock clock) {
        this.mirrors = mirrors;
        this.fromDisk = new CommitReads(Level.INFO, READ_AT_ONCE, ABSENT_FOR, ABSENT_FOR, clock, this::readOn);
        this.fromRemote = new CommitReads(Level.WARN, FETCHED_AT_ONCE, FIRST_PAUSE, LONGEST_PAUSE, clock, this::readOn);
    }

    /** What was read of a commit before; reads nothing. */
    Optional<Catalog> known(RegisteredCollection collection, String commit) {
        return Optional.ofNullable(read.get(CommitKey.of(collection, commit)));
    }

    /** Reads a commit that has just been synced, in this thread, unless it was read before. */
    Catalog synced(RegisteredCollection collection, String commit) {
        return known(collection, commit).orElseGet(() -> {
            Catalog catalog = mirrors.read(collection, commit);
            add(CommitKey.of(collection, commit), catalog);
            return catalog;
        });
    }

    /**
     * Keeps these commits and has those read that were not, and fetched where this disk has not got them. When there are too
     * many of a collection, its newest and those that were read come first and the rest is not read: taking turns would have
     * them all read without end.
     */
    synchronized void use(List<CollectionDirectory.InUse> commits) {
        Map<CommitKey, RegisteredCollection> now = new LinkedHashMap<>();
        Map<String, Integer> kept = new HashMap<>();
        Set<String> full = new HashSet<>();
        commits.stream().sorted(Comparator.comparingInt(this::rank)).forEach(one -> {
            CommitKey key = CommitKey.of(one.collection(), one.commit());
            if (now.containsKey(key)) {
                return;
            }
            if (kept.merge(key.collection(), 1, Integer::sum) <= IN_USE_KEPT) {
                now.put(key, one.collection());
            } else {
                full.add(key.collection());
            }
        });
        full.stream()
                .filter(collection -> !overfull.contains(collection))
                .forEach(collection -> log.warn(
                        "More than {} commits of collection {} are ready at its locations, and only so many are kept in"
                                + " memory. Runs at the others wait until a worker there has a newer one ready.",
                        IN_USE_KEPT,
                        collection));
        overfull = full;
        inUse = now;
        evict();
        readOn();
    }

    private int rank(CollectionDirectory.InUse one) {
        boolean newest = one.commit().equals(one.collection().commit());
        return newest ? 0 : known(one.collection(), one.commit()).isPresent() ? 1 : 2;
    }

    /** Also when a reading has ended, so that the next one need not wait for somebody to ask. */
    private synchronized void readOn() {
        inUse.forEach((key, collection) -> {
            if (!read.containsKey(key)
                    && fromDisk.begin(collection, key.commit(), this::readFromDisk) == CommitReads.State.FAILED) {
                fromRemote.begin(collection, key.commit(), this::readFromRemote);
            }
        });
    }

    /**
     * What is known of a commit that a run asks for; begins to read what is not. It is never fetched: a remote may hand out
     * commits that were never on a branch of the collection, and who may run its tasks may not choose other code.
     */
    synchronized AskedCommit ask(RegisteredCollection collection, String commit) {
        CommitKey key = CommitKey.of(collection, commit);
        Catalog catalog = read.get(key);
        if (catalog != null) {
            touch(key);
            return new AskedCommit.Offers(catalog);
        }
        return switch (fromDisk.begin(collection, commit, this::readFromDisk)) {
            case WAITING, GOING -> new AskedCommit.BeingRead();
            case FAILED -> new AskedCommit.Absent();
        };
    }

    private void readFromDisk(RegisteredCollection collection, String commit) {
        add(CommitKey.of(collection, commit), mirrors.read(collection, commit));
    }

    private void readFromRemote(RegisteredCollection collection, String commit) {
        mirrors.fetch(collection, commit);
        add(CommitKey.of(collection, commit), mirrors.read(collection, commit));
    }

    private synchronized void add(CommitKey key, Catalog catalog) {
        read.put(key, catalog);
        touch(key);
        evict();
    }

    private void evict() {
        List<CommitKey> others =
                byLastUse.stream().filter(key -> !inUse.containsKey(key)).toList();
        others.subList(0, Math.max(0, others.size() - OTHERS_KEPT)).forEach(old -> {
            byLastUse.remove(old);
            read.remove(old);
        });
    }

    private void touch(CommitKey key) {
        byLastUse.remove(key);
        byLastUse.add(key);
    }

    @Override
    public void close() {
        fromDisk.close();
        fromRemote.close();
    }
}
