package io.groundcrew.codecollection.mirror;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A collection as it lies on disk, with what is not committed yet: what its author sees. Links are listed and never
 * followed.
 */
public final class DirectoryTree implements CollectionTree {

    private final Path root;
    private final @Nullable String commit;
    private final List<TreeFile> files;

    private DirectoryTree(Path root, @Nullable String commit, List<TreeFile> files) {
        this.root = root;
        this.commit = commit;
        this.files = files;
    }

    /**
     * Lists a directory.
     *
     * @param limits how many files and how deep
     * @throws InvalidSource when it is no directory or goes over a limit
     * @throws MirrorUnreadable when a directory below it may not be read
     */
    public static DirectoryTree open(Path directory, MirrorLimits limits) {
        if (!Files.isDirectory(directory)) {
            throw new InvalidSource(
                    "Expected a directory, and " + directory + " is none. Name a collection's directory.");
        }
        try {
            Path root = directory.toRealPath();
            Listing listing = new Listing(root, limits);
            Files.walkFileTree(root, listing);
            listing.found.sort(Comparator.comparing(TreeFile::path));
            return new DirectoryTree(root, head(root), List.copyOf(listing.found));
        } catch (IOException e) {
            throw new MirrorUnreadable(
                    e.getMessage() + " cannot be read. Check that it is there and its permissions.", e);
        }
    }

    @Override
    public @Nullable String commit() {
        return commit;
    }

    @Override
    public List<TreeFile> files() {
        return files;
    }

    @Override
    public Optional<byte[]> read(TreeFile file, int maxBytes) {
        Path path = root.resolve(file.path());
        try (InputStream content = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
            byte[] read = content.readNBytes(maxBytes + 1);
            return read.length > maxBytes ? Optional.empty() : Optional.of(read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        // Nothing stays open between two reads.
    }

    /** The commit that is checked out here; null in a directory without a repository, or in one without a commit. */
    private static @Nullable String head(Path root) throws IOException {
        IsolatedSystemReader.install();
        FileRepositoryBuilder builder = new FileRepositoryBuilder().setWorkTree(root.toFile());
        if (!Files.exists(root.resolve(Constants.DOT_GIT))) {
            return null;
        }
        try (Repository repository = builder.build()) {
            ObjectId head = repository.resolve(Constants.HEAD);
            return head == null ? null : head.name();
        }
    }

    private static final class Listing extends SimpleFileVisitor<Path> {

        private final Path root;
        private final MirrorLimits limits;
        private final List<TreeFile> found = new ArrayList<>();

        Listing(Path root, MirrorLimits limits) {
            this.root = root;
            this.limits = limits;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            if (root.relativize(directory).getNameCount() > limits.depth()) {
                throw new InvalidSource("Expected directories at most " + limits.depth() + " deep in " + root
                        + ", and there are deeper ones. Flatten them.");
            }
            return directory.endsWith(Constants.DOT_GIT) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                // Someone works in this directory: what went away meanwhile is not in it.
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (found.size() == limits.files()) {
                throw new InvalidSource("Expected at most " + limits.files() + " files in " + root
                        + ", and there are more. Name the directory that holds codebundles/.");
            }
            if (attributes.isRegularFile() || attributes.isSymbolicLink()) {
                String path = root.relativize(file).toString().replace('\\', '/');
                // Content on disk has no id before it is read: each listing gives its own, so nothing old is taken for
                // it.
                String id = "%s#%d".formatted(System.identityHashCode(this), found.size());
                found.add(new TreeFile(path, id, kind(file, attributes)));
            }
            return FileVisitResult.CONTINUE;
        }

        private static TreeFile.Kind kind(Path file, BasicFileAttributes attributes) {
            if (attributes.isSymbolicLink()) {
                return TreeFile.Kind.SYMLINK;
            }
            return Files.isExecutable(file) ? TreeFile.Kind.EXECUTABLE : TreeFile.Kind.FILE;
        }
    }
}
