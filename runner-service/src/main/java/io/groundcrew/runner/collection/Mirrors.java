package io.groundcrew.runner.collection;

import io.groundcrew.codecollection.catalog.CollectionReader;
import io.groundcrew.codecollection.mirror.CollectionPath;
import io.groundcrew.codecollection.mirror.CollectionSource;
import io.groundcrew.codecollection.mirror.CommitTree;
import io.groundcrew.codecollection.mirror.Credentials;
import io.groundcrew.codecollection.mirror.GitMirror;
import io.groundcrew.codecollection.mirror.MirrorLimits;
import io.groundcrew.codecollection.mirror.MirrorUnreadable;
import io.groundcrew.codecollection.mirror.RepositoryUrl;
import io.groundcrew.codecollection.mirror.UrlRules;
import io.groundcrew.contracts.Names;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This process's mirrors and what was read from them. */
class Mirrors {

    private static final Logger log = LoggerFactory.getLogger(Mirrors.class);
    private static final int CATALOGS_KEPT = 3;

    private final Path directory;
    private final UrlRules rules;
    private final MirrorLimits limits;
    private final Clock clock;
    private final CollectionSecrets secrets;
    private final Map<String, CollectionReader> readers = new ConcurrentHashMap<>();
    private final Map<String, List<Catalog>> catalogs = new ConcurrentHashMap<>();

    Mirrors(CollectionProperties properties, Clock clock, CollectionSecrets secrets) {
        Path data = Path.of(properties.dataDirectory());
        this.directory = data.resolve("mirrors");
        List<Path> forbidden = new ArrayList<>(paths(properties.forbiddenRoots()));
        forbidden.add(data);
        this.rules = new UrlRules(paths(properties.fileRoots()), forbidden);
        this.limits = MirrorLimits.DEFAULT.withTime(properties.syncTimeout());
        this.clock = clock;
        this.secrets = secrets;
    }

    private static List<Path> paths(List<String> texts) {
        return texts.stream().map(Path::of).toList();
    }

    /**
     * The source that a collection names.
     *
     * @throws IllegalArgumentException with a sentence when something in it is refused
     */
    CollectionSource source(RegisteredCollection collection, Credentials credentials) {
        return new CollectionSource(
                RepositoryUrl.parse(collection.repoUrl(), rules),
                collection.gitRevision(),
                CollectionPath.parse(collection.repoPath()),
                credentials);
    }

    GitMirror of(RegisteredCollection collection) {
        return of(
                collection.name(),
                source(
                        collection,
                        secrets.login(collection).map(GitLogin::credentials).orElseGet(Credentials.None::new)),
                limits);
    }

    /** A mirror that gives up soon, for asking whether a remote says no. */
    GitMirror hasty(String name, CollectionSource source, Duration time) {
        return of(name, source, limits.withTime(time));
    }

    private GitMirror of(String name, CollectionSource source, MirrorLimits within) {
        return new GitMirror(directory.resolve(Names.place(name)), source, rules, within, clock);
    }

    /** Removes a collection's mirror from the disk; what is left of it in the worst case is written over later. */
    void remove(String name) {
        readers.remove(name);
        Path mirror = directory.resolve(Names.place(name));
        if (!Files.isDirectory(mirror)) {
            return;
        }
        try (Stream<Path> files = Files.walk(mirror)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            log.warn("The mirror {} of a collection that is gone could not be removed: {}", mirror, e.toString());
        }
    }

    /** What was read of a commit before; reads nothing. */
    Optional<Catalog> known(RegisteredCollection collection, String commit) {
        return catalogs.getOrDefault(collection.source() + "@" + collection.name(), List.of()).stream()
                .filter(catalog -> commit.equals(catalog.index().commit()))
                .findFirst();
    }

    /**
     * Reads a commit, fetching it only when this mirror has not got it.
     *
     * @throws MirrorUnreadable when it cannot be had
     */
    Catalog read(RegisteredCollection collection, String commit) {
        Optional<Catalog> known = known(collection, commit);
        if (known.isPresent()) {
            return known.get();
        }
        Catalog catalog = open(of(collection), readerOf(collection), commit);
        catalogs.compute(collection.source() + "@" + collection.name(), (key, before) -> {
            List<Catalog> kept = new ArrayList<>();
            kept.add(catalog);
            if (before != null) {
                before.stream().limit(CATALOGS_KEPT - 1L).forEach(kept::add);
            }
            return List.copyOf(kept);
        });
        return catalog;
    }

    /**
     * Reads a commit that this mirror has; asks no remote, and what was read is not remembered here.
     *
     * @throws MirrorUnreadable when it has not got it
     */
    Catalog readFromDisk(RegisteredCollection collection, String commit) {
        return onDisk(of(collection), readerOf(collection), commit);
    }

    private CollectionReader readerOf(RegisteredCollection collection) {
        return readers.computeIfAbsent(collection.name(), name -> new CollectionReader());
    }

    private static Catalog onDisk(GitMirror mirror, CollectionReader reader, String commit) {
        try (CommitTree tree = mirror.tree(commit)) {
            return new Catalog(reader.read(tree));
        }
    }

    private static Catalog open(GitMirror mirror, CollectionReader reader, String commit) {
        try {
            return onDisk(mirror, reader, commit);
        } catch (MirrorUnreadable notHere) {
            mirror.fetch(commit);
            return onDisk(mirror, reader, commit);
        }
    }
}
