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
import io.groundcrew.codecollection.mirror.SyncResult;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This process's mirrors. */
class Mirrors {

    private static final Logger log = LoggerFactory.getLogger(Mirrors.class);

    private final Path directory;
    private final UrlRules rules;
    private final MirrorLimits limits;
    private final Clock clock;
    private final CollectionSecrets secrets;
    private final Map<String, CollectionReader> readers = new ConcurrentHashMap<>();

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

    /**
     * Reads a commit that this mirror has; asks no remote.
     *
     * @throws MirrorUnreadable when it has not got it
     */
    Catalog read(RegisteredCollection collection, String commit) {
        CollectionReader reader = readers.computeIfAbsent(collection.name(), name -> new CollectionReader());
        try (CommitTree tree = of(collection).tree(commit)) {
            return new Catalog(reader.read(tree));
        }
    }

    /**
     * Fetches a commit that this mirror may not have.
     *
     * @throws IllegalStateException when it cannot be had, with the remote's reason
     */
    void fetch(RegisteredCollection collection, String commit) {
        SyncResult result = of(collection).fetch(commit);
        if (!result.succeeded()) {
            throw new IllegalStateException(result.message());
        }
    }
}
