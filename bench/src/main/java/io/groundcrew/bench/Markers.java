package io.groundcrew.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Places where tasks, which may run as another user, leave their marks. */
public final class Markers {

    private Markers() {}

    /** A fresh directory that everybody may pass through. */
    public static Path directory(String prefix) throws IOException {
        return Files.setPosixFilePermissions(
                Files.createTempDirectory(prefix), PosixFilePermissions.fromString("rwx--x--x"));
    }

    /** Lets everybody write to a file or into a directory. */
    public static Path open(Path place) throws IOException {
        return Files.setPosixFilePermissions(
                place, PosixFilePermissions.fromString(Files.isDirectory(place) ? "rwxrwxrwx" : "rw-rw-rw-"));
    }
}
