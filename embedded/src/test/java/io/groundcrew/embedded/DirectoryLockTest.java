package io.groundcrew.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {

    @TempDir
    Path directory;

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
