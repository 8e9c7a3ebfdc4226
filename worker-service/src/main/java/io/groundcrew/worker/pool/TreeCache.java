package io.groundcrew.worker.pool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory of one pool's trees, each named by its commit. */
final class TreeCache {

    private static final Logger log = LoggerFactory.getLogger(TreeCache.class);
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    private TreeCache() {}

    /**
     * Removes all but the last used trees.
     *
     * @param kept how many stay beside {@code commit}
     * @param usedAt when a tree was used in this process; null when it was not
     * @param free whether a tree may go
     */
    static void removeOldest(
            Path cache, int kept, String commit, Function<Path, @Nullable Instant> usedAt, Predicate<Path> free) {
        if (!Files.isDirectory(cache)) {
            return;
        }
        try {
            trees(cache, usedAt).stream()
                    .filter(tree -> !tree.path.getFileName().toString().equals(commit))
                    .skip(kept)
                    .filter(tree -> free.test(tree.path))
                    .forEach(tree -> remove(tree.path));
        } catch (IOException | UncheckedIOException e) {
            log.warn("Old trees in {} could not be removed and stay for now: {}", cache, e.toString());
        }
    }

    private static List<Used> trees(Path cache, Function<Path, @Nullable Instant> usedAt) throws IOException {
        try (Stream<Path> paths = Files.list(cache)) {
            return paths.filter(path ->
                            COMMIT.matcher(path.getFileName().toString()).matches())
                    .map(path -> new Used(path, last(path, usedAt.apply(path))))
                    .sorted(Comparator.comparing(Used::at).reversed())
                    .toList();
        }
    }

    private static Instant last(Path tree, @Nullable Instant used) {
        try {
            return used == null ? Files.getLastModifiedTime(tree).toInstant() : used;
        } catch (IOException e) {
            return Instant.EPOCH;
        }
    }

    private static void remove(Path tree) {
        Path leaving = tree.resolveSibling(".leaving-" + tree.getFileName());
        try {
            Files.move(tree, leaving);
            Files.deleteIfExists(tree.resolveSibling(tree.getFileName() + ".files"));
            delete(leaving);
        } catch (NoSuchFileException gone) {
            log.debug("The tree {} was gone already", tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private record Used(Path path, Instant at) {}
}
