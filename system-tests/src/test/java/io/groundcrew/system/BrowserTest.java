package io.groundcrew.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console's browser tests, which stand beside the console, against the real standalone. */
class BrowserTest {

    private static final Path CONSOLE = Installation.HOME.resolve("web-console");

    @TempDir
    private Path directory;

    @Test
    void doesTheMainJobInABrowser() throws IOException, InterruptedException {
        try (Installation groundcrew = new Installation(directory.resolve("data")).up()) {
            Path said = directory.resolve("e2e.log");
            ProcessBuilder builder = new ProcessBuilder("npm", "run", "e2e")
                    .directory(CONSOLE.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile());
            builder.environment().put("GROUNDCREW_URL", groundcrew.url());
            builder.environment().put("GROUNDCREW_TOKEN", groundcrew.token());
            Process process = builder.start();
            try {
                boolean ended = process.waitFor(10, TimeUnit.MINUTES);
                assertThat(ended).as(() -> read(said)).isTrue();
                assertThat(process.exitValue()).as(() -> read(said)).isZero();
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }

    private static String read(Path file) {
        try {
            return "npm run e2e in " + CONSOLE + " said:\n" + Files.readString(file);
        } catch (IOException e) {
            return "npm run e2e in " + CONSOLE + " left no output: " + e;
        }
    }
}
