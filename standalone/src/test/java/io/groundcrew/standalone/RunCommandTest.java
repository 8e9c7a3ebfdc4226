package io.groundcrew.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.embedded.UserCache;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RunCommandTest {

    private static final String HOME = "groundcrew.home";

    @TempDir
    private static Path data;

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void useTheBuiltTree() {
        System.setProperty(HOME, "..");
    }

    @AfterAll
    static void leaveIt() {
        System.clearProperty(HOME);
    }

    @Test
    void endsWithZeroAndAReadableSummaryWhenAllIsWell() throws IOException {
        write("echo looking; echo '[]' >&3");

        int status = run();

        assertThat(status).isZero();
        assertThat(out.toString()).contains("looking", "PASS    Look at it", "Passed, no issues.");
    }

    @Test
    void endsWithOneAndShowsTheIssueThatWasRaised() throws IOException {
        write(
                "echo '[{\"issue title\":\"Late \\u001b[2Jorder\",\"issue severity\":2,\"issue next steps\":\"Call\\nWait\"}]' >&3");

        int status = run("--quiet");

        assertThat(status).isEqualTo(1);
        assertThat(out.toString())
                .contains("severity 2 (High): Late ", "  - Call\n  - Wait\n", "Passed, 1 issue.")
                .doesNotContain("\u001b");
    }

    @Test
    void endsWithThreeAndTheReasonWhenATaskFails() throws IOException {
        write("echo no list >&3");

        int status = run();

        assertThat(status).isEqualTo(3);
        assertThat(out.toString()).contains("FAIL    Look at it", "Failed, no issues.", "check.sh");
    }

    @Test
    void printsOneJsonObjectAndTheLogBesideIt() throws IOException {
        write("echo \"looking at $SHOP\"; cat \"$TOKEN\"; echo '[{\"issue title\":\"Late\"}]' >&3");
        Path token = Files.writeString(directory.resolve("token"), "hush-hush-4711");

        int status = run("--json", "--var", "SHOP=a=b", "--secret", "TOKEN=@" + token);

        JsonNode printed = JsonMapper.shared().readTree(out.toString());
        assertThat(printed.propertyNames())
                .containsExactly(
                        "bundle",
                        "kind",
                        "outcome",
                        "reason",
                        "tasks",
                        "metric",
                        "subMetrics",
                        "issues",
                        "report",
                        "exitCode");
        assertThat(printed.get("exitCode").asInt()).isEqualTo(1).isEqualTo(status);
        assertThat(printed.get("tasks").toString()).isEqualTo("[{\"title\":\"Look at it\",\"status\":\"PASS\"}]");
        assertThat(err.toString()).contains("looking at a=b", "***").doesNotContain("hush-hush");
    }

    @Test
    void keepsTheRunsDirectoryWhenAsked() throws IOException {
        write("touch found; echo '[]' >&3");

        run("--keep", "--quiet");

        Path kept = Path.of(err.toString()
                .lines()
                .filter(line -> line.startsWith("Kept in "))
                .findFirst()
                .orElseThrow()
                .substring("Kept in ".length()));
        try (var files = Files.walk(kept)) {
            assertThat(files).anyMatch(file -> file.endsWith("found"));
        }
        FileSystemUtils.deleteRecursively(kept);
    }

    @Test
    void refusesASecretInTheCommandLineWithoutRepeatingIt() throws IOException {
        write("echo '[]' >&3");

        int status = run("--secret", "TOKEN=hush-hush");

        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).contains("TOKEN=@FILE", "TOKEN=env:VARIABLE").doesNotContain("hush-hush");
    }

    @Test
    void endsWithTwoAndSaysWhatIsWrongBeforeAnythingRuns() throws IOException {
        write("touch /nowhere; echo '[]' >&3");

        assertRefused("Look at it", "--task", "Look at that");
        assertRefused("--timeout", "--timeout", "soon");
        assertRefused("GROUNDCREW_TEST_UNSET", "--secret", "TOKEN=env:GROUNDCREW_TEST_UNSET");
        assertRefused("NAME=VALUE", "--var", "SHOP");
        assertRefused("LD_PRELOAD", "--var", "LD_PRELOAD=x");
        assertRefused("an sli", "--sli");
    }

    @Test
    void endsWithTwoWhenTheDataDirectoryCannotBeUsed() throws IOException {
        write("echo '[]' >&3");

        assertThat(execute("run", directory.resolve("shop").toString(), "--data-dir", directory.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).hasLineCount(1).contains("holds the collection", "--data-dir");
    }

    @Test
    void keepsPythonEnvironmentsInTheCacheOfItsUserUnlessToldOtherwise() {
        assertThat(UserCache.directory()).isAbsolute().endsWithRaw(Path.of("groundcrew"));

        run("--help");

        assertThat(out.toString())
                .containsIgnoringWhitespaces(
                        "Where Python environments are kept (default: " + UserCache.directory() + ")");
    }

    private void assertRefused(String part, String... arguments) {
        err.getBuffer().setLength(0);
        assertThat(run(arguments)).as(part).isEqualTo(2);
        assertThat(err.toString()).contains(part);
        assertThat(out.toString()).isEmpty();
    }

    private void write(String body) throws IOException {
        Path bundle = Files.createDirectories(directory.resolve("shop"));
        Files.writeString(bundle.resolve("codebundle.yaml"), """
                title: Shop
                variables: [{name: SHOP, description: x, default: north}]
                secrets: [{name: TOKEN, description: x, optional: true}]
                runbook: [{title: Look at it, type: bash, script: check.sh, access: read-only}]
                """);
        Files.writeString(bundle.resolve("check.sh"), "main() { " + body + "; }\n");
    }

    private int run(String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("run", directory.resolve("shop").toString(), "--data-dir", data.toString()));
        arguments.addAll(List.of(more));
        return execute(arguments.toArray(String[]::new));
    }

    private int execute(String... arguments) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }
}
