package io.groundcrew.worker.execute;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
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

    @Test
    void aCollectionThatImportsWhatTheBaseImageBringsHasAnotherEnvironment(@TempDir Path directory) throws Exception {
        Path runtime = Files.createDirectory(directory.resolve("runtime"));
        for (String part : List.of("src", "site-packages", "rw-cli", "tools")) {
            Files.createSymbolicLink(runtime.resolve(part), ExecutionFixture.RUNTIME.resolve(part));
        }
        // The runtime has it, so that nothing has to be fetched.
        Files.writeString(runtime.resolve("requirements-base.txt"), "robotframework>=4  # robot\n");
        try (ExecutionFixture fixture = new ExecutionFixture(directory)) {
            PythonEnvironments now = environments(fixture, runtime, directory, Duration.ZERO);
            Path without = now.build(fixture.collection).directory();
            Path library = Files.createDirectories(fixture.collection.resolve("libraries"))
                    .resolve("Checks.py");
            Files.writeString(library, "import robot\n");

            Path with = now.build(fixture.collection).directory();

            assertThat(with).isNotEqualTo(without);
            assertThat(now.build(fixture.collection).directory()).isEqualTo(with);
            Files.writeString(library, "import json\n");
            assertThat(now.build(fixture.collection).directory()).isEqualTo(without);
        }
    }

    /** What lies where a process begins counts against its limits. */
    @Test
    void chargesNoEnvironmentWithTheOthers(@TempDir Path directory) throws Exception {
        Path seen = directory.resolve("seen");
        Path python = directory.resolve("python");
        Files.writeString(python, "#!/bin/sh\nls -A >>" + seen + "\nexec python3 \"$@\"\n");
        Files.setPosixFilePermissions(python, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectories(directory.resolve("environments/of-another-collection"));
        try (ExecutionFixture fixture = new ExecutionFixture(directory)) {
            PythonEnvironments environments =
                    environments(fixture, ExecutionFixture.RUNTIME, directory, python.toString(), Duration.ZERO);

            Path made = environments.build(fixture.collection).directory();
            // Has all steps run with this interpreter.
            Files.delete(made.resolve("ready"));
            environments.build(fixture.collection);
            assertThat(made.resolve("ready")).exists();
        }
        assertThat(seen).content().doesNotContain("of-another-collection");
    }

    private static PythonEnvironments environments(ExecutionFixture fixture, Path directory, Duration later) {
        return environments(fixture, ExecutionFixture.RUNTIME, directory, later);
    }

    private static PythonEnvironments environments(
            ExecutionFixture fixture, Path runtime, Path directory, Duration later) {
        return environments(fixture, runtime, directory, "python3", later);
    }

    private static PythonEnvironments environments(
            ExecutionFixture fixture, Path runtime, Path directory, String python, Duration later) {
        return new PythonEnvironments(
                fixture.supervisor,
                fixture.isolation,
                runtime,
                directory.resolve("environments"),
                python,
                Clock.offset(Clock.systemUTC(), later));
    }
}
