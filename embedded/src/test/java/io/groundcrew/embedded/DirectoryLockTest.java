package io.groundcrew.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {

    @TempDir
    Path directory;

    /** With one that is closed, be it by the garbage collector, the lock would be gone. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void opensNoSecondChannelToAFileThatThisProcessHolds() throws Exception {
        Path file = directory.toRealPath().resolve("lock");
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
        try (var held = DirectoryLock.tryTake(file)) {
            assertThat(held).isNotNull();
            assertThat(DirectoryLock.tryTake(file)).isNull();
            assertThat(DirectoryLock.tryTake(link.resolve("lock"))).isNull();
            try (var open = Files.list(Path.of("/proc/self/fd"))) {
                assertThat(open.filter(one -> leadsTo(file, one))).hasSize(1);
            }
        }
    }

    private static boolean leadsTo(Path file, Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).equals(file);
        } catch (IOException closed) {
            return false;
        }
    }

    @Test
    void isHeldOnceAndCanBeTakenAgainWhenItWasGivenBack() throws Exception {
        Path file = directory.resolve("lock");
        try (var held = DirectoryLock.tryTake(file)) {
            assertThat(held).isNotNull();
            assertThat(DirectoryLock.tryTake(file)).isNull();
        }
        try (var again = DirectoryLock.tryTake(file)) {
            assertThat(again).isNotNull();
        }
    }
}
