package io.groundcrew.worker.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutionDirectoryTest {

    @TempDir
    private Path parent;

    @Test
    void aChainOfDirectoriesThatNoPathReachesIsRemoved() throws IOException {
        try (ExecutionDirectory directory = ExecutionDirectory.in(parent)) {
            Path inner = directory.path().resolve("inner");
            Path outer = directory.path().resolve("outer");
            Files.createDirectory(inner);
            Files.writeString(inner.resolve("file"), "deepest");
            for (int depth = 0; depth < 1_500; depth++) {
                Files.createDirectory(outer);
                Files.move(inner, outer.resolve("within"));
                Files.move(outer, inner);
            }
        }
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void whatATaskHasClosedIsRemovedAndWhatItLinkedIsNot() throws IOException {
        Path kept =
                Files.writeString(Files.createDirectory(parent.resolve("kept")).resolve("file"), "kept");
        try (ExecutionDirectory directory = ExecutionDirectory.in(parent)) {
            Files.createSymbolicLink(directory.path().resolve("link"), kept.getParent());
            Path closed = Files.createDirectories(directory.path().resolve("closed/in/it"))
                    .getParent();
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        }
        assertThat(parent).isDirectoryContaining("glob:**/kept");
        assertThat(parent.toFile().list()).containsExactly("kept");
        assertThat(kept).hasContent("kept");
    }
}
