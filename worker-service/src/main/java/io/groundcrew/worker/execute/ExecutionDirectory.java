package io.groundcrew.worker.execute;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory of one execution, for its owner only.
 *
 * @param kept whether it stays when the execution is over
 */
record ExecutionDirectory(Path path, boolean kept) implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ExecutionDirectory.class);

    /** One that is gone afterwards. */
    static ExecutionDirectory in(Path parent) throws IOException {
        return in(parent, false);
    }

    static ExecutionDirectory in(Path parent, boolean kept) throws IOException {
        Files.createDirectories(parent);
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        return new ExecutionDirectory(Files.createTempDirectory(parent.toRealPath(), "run-", owner), kept);
    }

    /** Writes a file that only its owner may read. */
    Path secretFile(String name, String content) throws IOException {
        Path directory = Files.createDirectories(path.resolve("secrets"));
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        return Files.writeString(Files.createFile(directory.resolve(name), owner), content);
    }

    @Override
    public void close() {
        if (kept) {
            return;
        }
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
