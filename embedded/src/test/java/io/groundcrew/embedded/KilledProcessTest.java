package io.groundcrew.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledProcessTest {

    @TempDir
    Path directory;

    @Test
    void keepsDataAndLeavesNoServerWhenItIsKilled() throws Exception {
        ProcessHandle postmaster = killFirstLife(false);
        await().atMost(Duration.ofSeconds(20)).until(() -> !postmaster.isAlive());
        startsAgainWithItsData();
    }

    @Test
    void stopsTheServerOfTheFirstLifeWhenItStillRuns() throws Exception {
        ProcessHandle postmaster = killFirstLife(true);
        assertThat(postmaster.isAlive()).isTrue();
        startsAgainWithItsData();
        assertThat(postmaster.isAlive()).isFalse();
    }

    @Test
    void leavesAnotherInstanceAlone() throws Exception {
        Path elsewhere = directory.resolve("elsewhere");
        try (var other = EmbeddedDatabase.start(DatabaseSettings.in(elsewhere))) {
            ServiceDatabase notes = other.createSchema("notes");
            Path mine = directory.resolve("mine");
            EmbeddedDatabase.start(DatabaseSettings.in(mine)).close();
            // As after a reboot: the id in the file of the dead server now belongs to somebody else.
            Files.copy(elsewhere.resolve("data/postmaster.pid"), mine.resolve("data/postmaster.pid"));
            try (var started = EmbeddedDatabase.start(DatabaseSettings.in(mine))) {
                assertThat(started.port()).isNotEqualTo(other.port());
                assertThat(EmbeddedDatabaseTest.read(notes, "SELECT 'alive'")).isEqualTo("alive");
            }
        }
    }

    private void startsAgainWithItsData() throws Exception {
        try (var database = EmbeddedDatabase.start(DatabaseSettings.in(directory.resolve("postgres")));
                var kafka = EmbeddedKafka.start(KafkaSettings.in(directory.resolve("kafka")))) {
            assertThat(EmbeddedDatabaseTest.read(database.createSchema("insight"), "SELECT text FROM notes"))
                    .isEqualTo("kept");
            assertThat(EmbeddedKafkaTest.firstRecord(kafka.clientProperties(), "letters"))
                    .isEqualTo("kept");
        }
    }

    /** Starts a JVM, kills it with SIGKILL and gives the PostgreSQL that it had, with or without its watcher. */
    private ProcessHandle killFirstLife(boolean watcherToo) throws Exception {
        Process jvm = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FirstLife.class.getName(),
                        directory.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = jvm.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.lines().anyMatch("ready"::equals)).isTrue();
            long pid = Long.parseLong(Files.readAllLines(directory.resolve("postgres/data/postmaster.pid"))
                    .getFirst());
            ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
            if (watcherToo) {
                ProcessHandle.allProcesses()
                        .filter(it -> it.info().command().orElse("").endsWith("sh"))
                        .filter(it -> it.info().commandLine().orElse("").contains(directory.toString()))
                        .forEach(ProcessHandle::destroyForcibly);
            }
            return postmaster;
        } finally {
            jvm.destroyForcibly().waitFor();
        }
    }
}
