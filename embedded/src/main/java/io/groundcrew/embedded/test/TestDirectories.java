package io.groundcrew.embedded.test;

import io.groundcrew.embedded.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Directories that are deleted with the JVM. */
final class TestDirectories {

    private TestDirectories() {}

    static Path fresh(String what) {
        try {
            Path directory = Files.createTempDirectory("groundcrew-" + what + "-");
            TestInfra.atExit(() -> delete(directory));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary directory for " + what, e);
        }
    }

    private static void delete(Path directory) {
        try {
            Directories.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + directory, e);
        }
    }
}
