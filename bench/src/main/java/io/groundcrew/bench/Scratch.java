package io.groundcrew.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.springframework.util.FileSystemUtils;

/**
 * A fresh directory through which everybody may pass, since tasks may run as another user; deleted when it is closed.
 *
 * @param path where it is
 */
public record Scratch(Path path) implements AutoCloseable {

    /** @param name what its own name begins with */
    public static Scratch create(String name) throws IOException {
        return new Scratch(Files.setPosixFilePermissions(
                Files.createTempDirectory("groundcrew-" + name), PosixFilePermissions.fromString("rwx--x--x")));
    }

    /** Makes a directory in which everybody may write. */
    public Path openDirectory(String name) throws IOException {
        return Files.setPosixFilePermissions(
                Files.createDirectory(path.resolve(name)), PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    /** Makes a file to which everybody may write. */
    public Path openFile(String name) throws IOException {
        return Files.setPosixFilePermissions(
                Files.createFile(path.resolve(name)), PosixFilePermissions.fromString("rw-rw-rw-"));
    }

    /** Says so when it cannot be deleted: what was measured is worth more than a tidy disk. */
    @Override
    public void close() {
        try {
            FileSystemUtils.deleteRecursively(path);
        } catch (IOException e) {
            System.err.println("Could not delete " + path + ": " + e);
        }
    }
}
