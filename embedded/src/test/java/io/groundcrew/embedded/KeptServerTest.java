package io.groundcrew.embedded;

import static io.groundcrew.embedded.EmbeddedDatabaseTest.execute;
import static io.groundcrew.embedded.EmbeddedDatabaseTest.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL is killed under a JVM that lives on. */
@EnabledOnOs(OS.LINUX)
class KeptServerTest {

    @TempDir
    Path directory;

    @BeforeEach
    void followLinks() throws IOException {
        directory = directory.toRealPath();
    }

    @Test
    void answersOnTheSamePortAgainWithItsDataHoweverOftenItIsKilled() throws Exception {
        try (var database = EmbeddedDatabase.start(DatabaseSettings.in(directory))) {
            ServiceDatabase notes = database.createSchema("notes");
            execute(notes, "CREATE TABLE notes AS SELECT 'kept' AS text");
            for (int life = 0; life < 2; life++) {
                kill(database);
                patiently().ignoreExceptions().until(() -> read(notes, "SELECT text FROM notes"), "kept"::equals);
            }
        }
        patiently().until(() -> processes().isEmpty());
    }

    @Test
    void isTriedAgainUntilWhatKeptItFromStartingIsOver() throws Exception {
        try (var database = EmbeddedDatabase.start(DatabaseSettings.in(directory))) {
            ServiceDatabase notes = database.createSchema("notes");
            Path version = directory.resolve("data/PG_VERSION");
            // Before the kill: who first took the port would have to be faster than the next start.
            Path away = Files.move(version, directory.resolve("away"));
            kill(database);
            patiently()
                    .ignoreExceptions()
                    .until(() -> Files.readString(directory.resolve("postgres.log"))
                            .contains("is not a valid data directory"));
            Files.move(away, version);
            patiently().ignoreExceptions().until(() -> read(notes, "SELECT 'again'"), "again"::equals);
        }
    }

    @Test
    void leavesNoProcessWhenItIsClosedBeforeTheServerIsStartedAgain() throws Exception {
        try (var database = EmbeddedDatabase.start(DatabaseSettings.in(directory))) {
            kill(database);
        }
        patiently().until(() -> processes().isEmpty());
    }

    @Test
    void leavesNoProcessWhenItIsClosedWhileTheServerStartsAgain() throws Exception {
        try (var database = EmbeddedDatabase.start(DatabaseSettings.in(directory))) {
            List<Long> before = processes();
            kill(database);
            patiently().until(() -> !before.containsAll(processes()));
        }
        patiently().until(() -> processes().isEmpty());
        // Nor does it keep the directory from whoever starts next.
        EmbeddedDatabase.start(DatabaseSettings.in(directory)).close();
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(5));
    }

    private void kill(EmbeddedDatabase database) throws Exception {
        assertThat(database.port()).isPositive();
        ProcessHandle server =
                new PostmasterFile(directory.resolve("data")).process().orElseThrow();
        server.destroyForcibly();
        server.onExit().join();
    }

    /** All that work in the directory, which is what PostgreSQL's processes do. */
    private List<Long> processes() {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(this::worksHere)
                .toList();
    }

    private boolean worksHere(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd"))
                    .startsWith(directory);
        } catch (IOException gone) {
            return false;
        }
    }
}
