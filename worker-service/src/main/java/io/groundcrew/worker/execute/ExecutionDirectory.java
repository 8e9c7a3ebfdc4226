package io.groundcrew.worker.execute;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A directory of one execution, for its owner only, gone afterwards. */
record ExecutionDirectory(Path path) implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ExecutionDirectory.class);

    private static final String PREFIX = "run-";

    static ExecutionDirectory in(Path parent) throws IOException {
        Files.createDirectories(parent);
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        return new ExecutionDirectory(Files.createTempDirectory(parent.toRealPath(), PREFIX, owner));
    }

    /** Removes what a worker that was killed has left in {@code parent}; no run of this worker may have begun. */
    static void removeLeft(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return;
        }
        try (DirectoryStream<Path> left = Files.newDirectoryStream(parent, PREFIX + "*")) {
            left.forEach(path -> new ExecutionDirectory(path).close());
        }
    }

    /** Writes a file that only its owner may read. */
    Path secretFile(String name, String content) throws IOException {
        Path directory = Files.createDirectories(path.resolve("secrets"));
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        return Files.writeString(Files.createFile(directory.resolve(name), owner), content);
    }

    @Override
    public void close() {
        try {
            Files.walkFileTree(path, new Removal());
        } catch (IOException e) {
            log.warn("The execution directory {} could not be removed; remove it by hand", path, e);
        }
    }

    private static final class Removal extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
            // A task may have taken its own right to write.
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
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
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
