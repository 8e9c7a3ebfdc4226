package io.groundcrew.runner.collection;

import io.groundcrew.codecollection.mirror.RepositoryUrl;
import io.groundcrew.runner.change.ChangeCounters;
import io.groundcrew.runner.change.ChangeCounters.Counter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The registered collections with what was read from them, in memory. */
public class CollectionDirectory {

    private final CollectionRows rows;
    private final ChangeCounters counters;
    private final Catalogs catalogs;
    private volatile Map<String, RegisteredCollection> byName = Map.of();
    private volatile long seen = -1;
    private volatile List<InUse> ready = List.of();

    CollectionDirectory(CollectionRows rows, ChangeCounters counters, Catalogs catalogs) {
        this.rows = rows;
        this.counters = counters;
        this.catalogs = catalogs;
    }

    /** A commit that runs may be planned with. */
    public record InUse(RegisteredCollection collection, String commit) {}

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
        }
    }

    /** Has the catalogues read of all commits in use that this process has not read. */
    void readCatalogs() {
        refresh();
        Stream<InUse> newest = byName.values().stream()
                .flatMap(collection ->
                        Stream.ofNullable(collection.commit()).map(commit -> new InUse(collection, commit)));
        catalogs.use(Stream.concat(newest, ready.stream()).toList());
    }

    /**
     * Says which commits are in use beside the newest of each collection, in place of what was said before. They are read in
     * the background, and fetched where this disk has not got them: nobody waits for a remote here.
     */
    public void use(List<InUse> commits) {
        ready = List.copyOf(commits);
        readCatalogs();
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
            return commit == null ? Optional.empty() : catalogs.known(collection, commit);
        });
    }

    /** What a collection offered at one of its last commits, from memory; empty when that was not read. */
    public Optional<Catalog> catalogAt(RegisteredCollection collection, String commit) {
        return catalogs.known(collection, commit);
    }

    /**
     * What a collection offered at a commit that a run asked for. Answers from memory, and has a commit read that is not
     * there: one that the collection followed before and that is still on this disk.
     */
    public AskedCommit ask(RegisteredCollection collection, String commit) {
        return catalogs.ask(collection, commit);
    }
}
