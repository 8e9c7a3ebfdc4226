package io.groundcrew.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A run in a process of its own, as a signal ends the process. */
class RunSignalTest {

    @TempDir
    private Path directory;

    @TempDir
    private Path cache;

    @Test
    void printsWhatCameOfARunThatASignalEnded() throws IOException, InterruptedException {
        Path bundle = Files.createDirectory(directory.resolve("shop"));
        Files.writeString(bundle.resolve("codebundle.yaml"), """
                title: Shop
                runbook:
                  - {title: First, type: bash, script: first.sh, access: read-only}
                  - {title: Endless, type: bash, script: endless.sh, access: read-only}
                """);
        Files.writeString(bundle.resolve("first.sh"), "main() { echo '[]' >&3; }\n");
        Files.writeString(bundle.resolve("endless.sh"), "main() { echo it began; sleep infinity; }\n");
        Process process = start("run", bundle.toString(), "--json");
        try (BufferedReader log = process.errorReader(StandardCharsets.UTF_8)) {
            List<String> said = new ArrayList<>();
            assertThat(log.lines().peek(said::add).anyMatch("it began"::equals))
                    .as(() -> String.join("\n", said))
                    .isTrue();
            process.toHandle().destroy();

            JsonNode printed = JsonMapper.shared()
                    .readTree(process.inputReader(StandardCharsets.UTF_8).readAllAsString());

            assertThat(process.waitFor()).isEqualTo(143);
            assertThat(printed.get("outcome").asString()).isEqualTo("Cancelled");
            assertThat(printed.get("exitCode").asInt()).isEqualTo(3);
            assertThat(printed.get("tasks").get(0).get("status").asString()).isEqualTo("PASS");
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Dgroundcrew.home=..",
                "-Dorg.springframework.boot.logging.LoggingSystem=none",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("XDG_CACHE_HOME", cache.toString());
        return builder.start();
    }
}
