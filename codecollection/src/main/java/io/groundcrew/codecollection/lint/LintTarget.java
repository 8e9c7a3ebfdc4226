package io.groundcrew.codecollection.lint;

import io.groundcrew.codecollection.catalog.CollectionIndex;
import io.groundcrew.codecollection.catalog.CollectionReader;
import io.groundcrew.codecollection.mirror.CollectionSource;
import io.groundcrew.codecollection.mirror.CollectionTree;
import io.groundcrew.codecollection.mirror.Credentials;
import io.groundcrew.codecollection.mirror.DirectoryTree;
import io.groundcrew.codecollection.mirror.GitMirror;
import io.groundcrew.codecollection.mirror.InvalidSource;
import io.groundcrew.codecollection.mirror.MirrorLimits;
import io.groundcrew.codecollection.mirror.MirrorUnreadable;
import io.groundcrew.codecollection.mirror.RepositoryUrl;
import io.groundcrew.codecollection.mirror.Revision;
import io.groundcrew.codecollection.mirror.SyncResult;
import io.groundcrew.codecollection.mirror.UrlRules;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * What an author names to have it read: a directory as it lies there, or a repository at a revision.
 *
 * @param name a directory, or an address that {@link RepositoryUrl} accepts
 * @param revision of a repository; {@link Revision.DefaultBranch} for a directory means what lies on disk
 * @param credentials for a remote repository
 */
public record LintTarget(String name, Revision revision, Credentials credentials) {

    /** Who starts this reads the whole disk anyway, so every local repository may be named. */
    private static final UrlRules OWN_DISK = new UrlRules(List.of(Path.of("/")), List.of());

    private Optional<Path> onDisk() {
        return directory().filter(path -> revision instanceof Revision.DefaultBranch && !isBare(path));
    }

    /**
     * Reads it.
     *
     * @param work an empty directory, in which a mirror of a repository is made; whoever gives it removes it afterwards
     * @throws UnreadableCollection when it is neither a directory nor an accepted address, or cannot be had
     */
    public CollectionIndex read(Path work) throws UnreadableCollection {
        try (CollectionTree tree = open(work)) {
            return new CollectionReader().read(tree);
        } catch (InvalidSource | MirrorUnreadable e) {
            throw new UnreadableCollection(String.valueOf(e.getMessage()), e);
        }
    }

    private CollectionTree open(Path work) throws UnreadableCollection {
        Optional<Path> onDisk = onDisk();
        if (onDisk.isPresent()) {
            return DirectoryTree.open(onDisk.get(), MirrorLimits.DEFAULT);
        }
        String address = directory().map(path -> path.toUri().toString()).orElse(name);
        if (!address.contains(":")) {
            throw new UnreadableCollection(
                    "Expected a directory or the URL of a Git repository, found '" + name + "'.");
        }
        CollectionSource source = CollectionSource.of(RepositoryUrl.parse(address, OWN_DISK))
                .withRevision(revision)
                .withCredentials(credentials);
        GitMirror mirror = new GitMirror(work, source, OWN_DISK, MirrorLimits.DEFAULT, Clock.systemUTC());
        SyncResult result = mirror.sync();
        String commit = result.commit();
        if (!result.succeeded() || commit == null) {
            throw new UnreadableCollection(result.message());
        }
        return mirror.tree(commit);
    }

    /** The last part of the name: what the collection is called. */
    public String shortName() {
        String path = directory()
                .map(Path::normalize)
                .map(Path::toString)
                .orElse(name)
                .replaceAll("(\\.git)?/*$", "");
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf(':')) + 1);
    }

    private Optional<Path> directory() {
        try {
            return Optional.of(name)
                    .filter(text -> !text.isBlank())
                    .map(Path::of)
                    .map(Path::toAbsolutePath)
                    .filter(Files::isDirectory);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static boolean isBare(Path directory) {
        return Files.isRegularFile(directory.resolve("HEAD"))
                && Files.isDirectory(directory.resolve("objects"))
                && Files.isDirectory(directory.resolve("refs"));
    }
}
