package io.groundcrew.runner.collection;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.event.Level;

/** What was read of collections' commits, in memory, and is being read. */
final class Catalogs implements AutoCloseable {

    private static final int KEPT = 3;
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

    /** Has those of these commits read that were not, and fetched where this disk has not got them. */
    synchronized void use(List<CollectionDirectory.InUse> commits) {
        Map<CommitKey, RegisteredCollection> now = new LinkedHashMap<>();
        commits.forEach(one -> now.putIfAbsent(CommitKey.of(one.collection(), one.commit()), one.collection()));
        inUse = now;
        readOn();
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
        List<CommitKey> ofCollection = byLastUse.stream()
                .filter(one -> one.collection().equals(key.collection())
                        && one.source().equals(key.source()))
                .toList();
        ofCollection.subList(0, Math.max(0, ofCollection.size() - KEPT)).forEach(old -> {
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
