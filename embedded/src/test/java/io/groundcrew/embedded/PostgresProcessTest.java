package io.groundcrew.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresProcessTest {

    @TempDir
    Path directory;

    /** As when the server died and its id was given away before the watcher woke up. */
    @Test
    void signalsNoOtherProgramThatHasTheIdOfTheServer() throws Exception {
        Process other = new ProcessBuilder(
                        "/bin/sh", "-c", PostgresProcess.STOP_WITH_PARENT, directory.toString(), "sleep", "300")
                .start();
        try {
            await().until(() -> !isOfTheWatcher(other.toHandle()));
            other.getOutputStream().close();
            await().until(() -> ProcessHandle.allProcesses().noneMatch(this::isOfTheWatcher));
            // A signal may arrive after the watcher has gone.
            assertThat(other.waitFor(500, TimeUnit.MILLISECONDS)).isFalse();
        } finally {
            other.destroyForcibly();
        }
    }

    private boolean isOfTheWatcher(ProcessHandle process) {
        return process.info().commandLine().orElse("").contains(directory.toString());
    }
}
