package io.groundcrew.runner.collection;

import io.groundcrew.codecollection.mirror.RepositoryUrl;
import io.groundcrew.runner.change.ChangeCounters;
import io.groundcrew.runner.change.ChangeCounters.Counter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The registered collections with what was read from them, in memory. */
public class CollectionDirectory {

    private static final Logger log = LoggerFactory.getLogger(CollectionDirectory.class);

    private final CollectionRows rows;
    private final ChangeCounters counters;
    private final Mirrors mirrors;
    private final AskedCommits asked;
    private final Map<String, String> unreadable = new ConcurrentHashMap<>();
    private volatile Map<String, RegisteredCollection> byName = Map.of();
    private volatile long seen = -1;
    private volatile long version;

    CollectionDirectory(CollectionRows rows, ChangeCounters counters, Mirrors mirrors, AskedCommits asked) {
        this.rows = rows;
        this.counters = counters;
        this.mirrors = mirrors;
        this.asked = asked;
    }

    /**
     * A collection that a document's URL names.
     *
     * @param otherRef whether the document names another ref than the one that is followed
     */
    public record Match(RegisteredCollection collection, boolean otherRef) {}

    /** Takes over what was committed since the last time; cheap when nothing was. */
    public synchronized void refresh() {
        long now = counters.current(Counter.COLLECTIONS);
        if (now != seen) {
            Map<String, RegisteredCollection> all = new LinkedHashMap<>();
            rows.all().forEach(collection -> all.put(collection.name(), collection));
            byName = Collections.unmodifiableMap(all);
            seen = now;
            version++;
        }
    }

    /** Reads the catalogues of commits that this process has not read, from its mirrors where they have them. */
    void readCatalogs() {
        refresh();
        for (RegisteredCollection collection : byName.values()) {
            String commit = collection.commit();
            if (commit != null && mirrors.known(collection, commit).isEmpty()) {
                readQuietly(collection, commit);
            }
        }
    }

    private void readQuietly(RegisteredCollection collection, String commit) {
        try {
            mirrors.read(collection, commit);
            unreadable.remove(collection.name());
            version++;
        } catch (RuntimeException e) {
            // Other collections go on; the loop comes back to this one.
            if (!String.valueOf(e.getMessage())
                    .equals(unreadable.put(collection.name(), String.valueOf(e.getMessage())))) {
                log.warn("Collection {} cannot be read at {}: {}", collection.name(), commit, e.toString());
            }
        }
    }

    /** Changes whenever a collection, its state or its catalogue does. */
    public long version() {
        return version;
    }

    /** Whether the collections were read once since the start. */
    public boolean loaded() {
        return seen >= 0;
    }

    /** All of them, newest first. */
    public List<RegisteredCollection> all() {
        return List.copyOf(byName.values());
    }

    public Optional<RegisteredCollection> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * The collection that a document means: of several with its URL the one that follows its ref by name, else one that
     * follows what the remote calls its head.
     *
     * @param repository the URL's {@link RepositoryUrl#identityOf}
     * @param ref as the document names it, null for none
     */
    public Optional<Match> match(String repository, @Nullable String ref) {
        List<RegisteredCollection> ofUrl = byName.values().stream()
                .filter(collection ->
                        RepositoryUrl.identityOf(collection.repoUrl()).equals(repository))
                .toList();
        return ofUrl.stream()
                .filter(collection -> collection.names(ref))
                .findFirst()
                .or(() -> ofUrl.stream()
                        .filter(collection -> collection.follows(ref))
                        .findFirst())
                .map(collection -> new Match(collection, false))
                .or(() -> ofUrl.stream().findFirst().map(collection -> new Match(collection, true)));
    }

    /** What a collection offers at its last good commit; empty while that is unknown. */
    public Optional<Catalog> catalog(String name) {
        return find(name).flatMap(collection -> {
            String commit = collection.commit();
            return commit == null ? Optional.empty() : mirrors.known(collection, commit);
        });
    }

    /** What a collection offered at one of its last commits, from memory; empty when that was not read. */
    public Optional<Catalog> catalogAt(RegisteredCollection collection, String commit) {
        return mirrors.known(collection, commit);
    }

    /**
     * What a collection offered at a commit that a run asked for. Answers from memory, and has a commit read that is not
     * there: one that the collection followed before and that is still on this disk.
     */
    public AskedCommit ask(RegisteredCollection collection, String commit) {
        return asked.ask(collection, commit);
    }

    /** Has a commit read in this thread unless it was; for commits that stay in use after a newer one came. */
    public void remember(RegisteredCollection collection, String commit) {
        if (mirrors.known(collection, commit).isEmpty()) {
            readQuietly(collection, commit);
        }
    }
}
