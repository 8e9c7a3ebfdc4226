package io.groundcrew.worker.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonEnvironmentsTest {

    @Test
    void removesEnvironmentsThatNobodyHasUsedForAWeekAndMakesThemAnewWhenTheyAreWanted(@TempDir Path directory)
            throws Exception {
        try (ExecutionFixture fixture = new ExecutionFixture(directory)) {
            PythonEnvironments now = environments(fixture, directory, Duration.ZERO);
            Path made = now.build(fixture.collection).directory();
            Files.writeString(made.resolve("left"), "by a run");

            environments(fixture, directory, Duration.ofDays(6)).prune(Set.of());
            assertThat(made.resolve("left")).exists();
            environments(fixture, directory, Duration.ofDays(8)).prune(Set.of(made));
            assertThat(made.resolve("left")).exists();
            environments(fixture, directory, Duration.ofDays(8)).prune(Set.of());
            assertThat(made).doesNotExist();

            assertThat(now.build(fixture.collection).directory()).isEqualTo(made);
            assertThat(made.resolve("bin/python")).exists();
            assertThat(made.resolve("left")).doesNotExist();
        }
    }

    private static PythonEnvironments environments(ExecutionFixture fixture, Path directory, Duration later) {
        return new PythonEnvironments(
                fixture.supervisor,
                fixture.isolation,
                ExecutionFixture.RUNTIME,
                directory.resolve("environments"),
                "python3",
                Clock.offset(Clock.systemUTC(), later));
    }
}
