package io.groundcrew.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The launcher's lint, as an author or a build calls it. */
class LintTest {

    private static final Path HOME = Path.of(System.getProperty("groundcrew.home", ".."));

    private record Ended(int status, String out) {}

    @Test
    void readsTheStarterCollectionWithoutAFinding() throws IOException, InterruptedException {
        Ended ended = lint("--json", HOME.resolve("examples/starter-collection").toString());
        JsonNode printed = JsonMapper.shared().readTree(ended.out());
        assertThat(ended.status()).isZero();
        assertThat(printed.get("counts").get("bundles").asInt()).isEqualTo(10);
        assertThat(printed.get("findings")).isEmpty();
    }

    @Test
    void readsARepositoryByItsUrl() throws IOException, InterruptedException {
        Path repository =
                HOME.resolve("standalone/target/starter-collection.git").toAbsolutePath();
        Ended ended = lint("--ref=main", "--json", repository.toUri().toString());
        JsonNode printed = JsonMapper.shared().readTree(ended.out());
        assertThat(ended.status()).isZero();
        assertThat(printed.get("commit").asString()).hasSize(40);
        assertThat(printed.get("collection").asString()).isEqualTo("starter-collection");
    }

    @Test
    void endsWithOneForErrorsAndWithTwoWhenThereIsNothingToRead() throws IOException, InterruptedException {
        assertThat(lint(HOME.resolve("system-tests/src/test/corpus").toString()).status())
                .isEqualTo(1);
        assertThat(lint("https://127.0.0.1:1/nothing.git").status()).isEqualTo(2);
        assertThat(lint("--dry-run", "https://127.0.0.1:1/nothing.git").status())
                .isEqualTo(2);
        assertThat(lint().status()).isEqualTo(2);
    }

    private static Ended lint(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(HOME.resolve("groundcrew").toAbsolutePath().toString(), "lint"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out);
    }
}
