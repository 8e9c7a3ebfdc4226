package io.groundcrew.worker.execute;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A directory of one execution, for its owner only: made when it is first asked for, gone afterwards. */
final class ExecutionDirectory implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ExecutionDirectory.class);

    private static final String PREFIX = "run-";

    private final Path parent;
    private @Nullable Path path;
    private final Map<String, Path> secrets = new HashMap<>();
    private boolean kept;

    private ExecutionDirectory(Path parent, @Nullable Path path) {
        this.parent = parent;
        this.path = path;
    }

    /** @param parent an existing directory, without links on the way */
    static ExecutionDirectory in(Path parent) {
        return new ExecutionDirectory(parent, null);
    }

    /** Where it is. A task in this JVM has no use for one. */
    Path path() {
        Path made = path;
        if (made == null) {
            try {
                var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
                made = Files.createTempDirectory(parent, PREFIX, owner);
                path = made;
            } catch (IOException e) {
                throw new UncheckedIOException("No directory for an execution could be made in " + parent, e);
            }
        }
        return made;
    }

    /** Leaves it where it is when it is closed. */
    void keep() {
        kept = true;
    }

    /** Removes what a worker that was killed has left in {@code parent}; no run of this worker may have begun. */
    static void removeLeft(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(parent, PREFIX + "*")) {
            left.forEach(path -> new ExecutionDirectory(parent, path).close());
        }
    }

    /**
     * A file with a secret that only its owner may read; written once. Its first task may have put anything in its place for the
     * others of its run, but this process, which may be root, writes nothing to where a link of a task's may lead.
     */
    Path secretFile(String name, String content) throws IOException {
        Path known = secrets.get(name);
        if (known != null) {
            return known;
        }
        Path directory = Files.createDirectories(path().resolve("secrets"));
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Path file = Files.writeString(Files.createFile(directory.resolve(name), owner), content);
        secrets.put(name, file);
        return file;
    }

    @Override
    public void close() {
        Path made = path;
        if (made == null || kept) {
            return;
        }
        try {
            remove(made);
        } catch (IOException e) {
            log.warn("The execution directory {} could not be removed; remove it by hand", made, e);
        }
    }

    /** Most tasks leave it empty. */
    private static void remove(Path directory) throws IOException {
        try {
            Files.delete(directory);
        } catch (DirectoryNotEmptyException e) {
            Removal removal = new Removal(directory);
            do {
                removal.movedUp = 0;
                Files.walkFileTree(directory, removal);
            } while (removal.movedUp > 0);
        }
    }

    /** Goes only so deep that no path is too long for the kernel, and moves up what lies deeper, for the next walk. */
    private static final class Removal extends SimpleFileVisitor<Path> {

        private static final int DEEPEST = 8;
        private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rwx------");

        private final Path top;
        private int movedUp;

        @Nullable
        private Path opened;

        Removal(Path top) {
            this.top = top;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            // A task may have taken its own right to write.
            Files.setPosixFilePermissions(directory, OWN);
            if (directory.getNameCount() - top.getNameCount() < DEEPEST) {
                return FileVisitResult.CONTINUE;
            }
            movedUp++;
            Files.move(directory, top.resolve(UUID.randomUUID().toString()));
            return FileVisitResult.SKIP_SUBTREE;
        }

        /** A task may have taken its own right to read, too; only root is let in all the same. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (file.equals(opened) || !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                throw failure;
            }
            opened = file;
            Files.setPosixFilePermissions(file, OWN);
            Files.walkFileTree(file, this);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            if (movedUp == 0 || !directory.equals(top)) {
                Files.delete(directory);
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
