package io.groundcrew.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LintCommandTest {

    private static final String TIDY = "*** Tasks ***\nLook\n    [Tags]    access:read-only\n    Log    x\n";

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void printsOneJsonObjectWithCountsAndFindings() throws IOException {
        write("codebundles/shop/sli.robot", TIDY);
        write("codebundles/shop/runbook.robot", "*** Tasks ***\nSee\n    Import Secret    token\n");
        int status = lint(collection(), "--json");
        JsonNode printed = JsonMapper.shared().readTree(out.toString());
        assertThat(status).isZero();
        assertThat(printed.propertyNames()).containsExactly("collection", "commit", "counts", "findings");
        assertThat(printed.get("collection").asString()).isEqualTo("shop-collection");
        assertThat(printed.get("commit").isNull()).isTrue();
        assertThat(JsonMapper.shared().convertValue(printed.get("counts"), Map.class))
                .isEqualTo(Map.of(
                        "bundles", 1,
                        "robots", 2,
                        "tasks", 2,
                        "variables", 0,
                        "secrets", 1,
                        "generationRules", 0,
                        "templates", 0,
                        "unreadable", 0));
        JsonNode finding = printed.get("findings").get(0);
        assertThat(finding.propertyNames()).containsExactly("path", "line", "severity", "message");
        assertThat(finding.get("path").asString()).isEqualTo("codebundles/shop/runbook.robot");
        assertThat(finding.get("line").asInt()).isEqualTo(3);
        assertThat(finding.get("severity").asString()).isEqualTo("warning");
    }

    @Test
    void endsWithOneForErrorsAndStillReadsTheOtherBundles() throws IOException {
        write("codebundles/good/sli.robot", TIDY);
        Files.write(
                Files.createDirectories(Path.of(collection(), "codebundles/bad"))
                        .resolve("sli.robot"),
                new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThat(lint(collection())).isEqualTo(1);
        assertThat(out.toString())
                .contains("codebundles/bad/sli.robot: error: ")
                .containsPattern("bundles +2\n")
                .containsPattern("tasks +1\n")
                .containsPattern("unreadable +1\n")
                .endsWith("1 error, 0 warnings\n");
    }

    @Test
    void endsWithTwoWhenThereIsNothingToRead() {
        assertThat(lint(directory.resolve("nothing").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("Expected a directory or the URL of a Git repository");
        assertThat(lint(collection(), "--ref", "-x")).isEqualTo(2);
        assertThat(lint(collection(), "--ssh-key", directory.resolve("none").toString()))
                .isEqualTo(2);
        assertThat(lint()).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void accountsForEachFileOfTheDryRunByName() throws IOException {
        int status = lintWithDryRun("""
                {"files": [{"path": "codebundles/shop/runbook.robot", "verdict": "library", "reasons": ["boto3 is missing"]},
                           {"path": "codebundles/shop/sli.robot", "verdict": "clean", "reasons": []}],
                 "counts": {"clean": 1, "library": 1, "keyword": 0, "platform": 0}}
                """, "--json");
        JsonNode dryRun = JsonMapper.shared().readTree(out.toString()).get("dryRun");
        assertThat(status).isZero();
        assertThat(dryRun.propertyNames()).containsExactly("clean", "library", "keyword", "platform", "files");
        assertThat(dryRun.get("library").asInt()).isEqualTo(1);
        assertThat(dryRun.get("files").toString())
                .isEqualTo(
                        "[{\"path\":\"codebundles/shop/runbook.robot\",\"verdict\":\"library\",\"reasons\":[\"boto3 is missing\"]},"
                                + "{\"path\":\"codebundles/shop/sli.robot\",\"verdict\":\"clean\",\"reasons\":[]}]");
    }

    @Test
    void endsWithOneWhenARobotWouldFailForAKeyword() throws IOException {
        for (String verdict : List.of("keyword", "platform")) {
            int status = lintWithDryRun("""
                    {"files": [{"path": "codebundles/shop/sli.robot", "verdict": "%1$s", "reasons": ["No keyword Fly"]}],
                     "counts": {"%1$s": 1}}
                    """.formatted(verdict));
            assertThat(status).isEqualTo(1);
            assertThat(out.toString())
                    .containsPattern(verdict + " +1\n")
                    .contains("codebundles/shop/sli.robot: " + verdict + ": No keyword Fly")
                    .endsWith("0 errors, 0 warnings, 1 robot fails in the dry run\n");
        }
    }

    @Test
    void printsWhatItReadItselfWhenTheDryRunEndedWithoutAResult() throws IOException {
        for (String broken : List.of("", "{}", "Traceback (most recent call last):")) {
            out.getBuffer().setLength(0);
            assertThat(lintWithDryRun(broken)).isEqualTo(2);
            assertThat(out.toString()).endsWith("0 errors, 0 warnings\n");
        }
        assertThat(err.toString()).contains("without a result");
    }

    /** Attack case 25: what a collection is called, or its tasks, moves no cursor on the author's terminal. */
    @Test
    void attackCase25PrintsNoControlCharacterOfACollection() throws IOException {
        write(
                "codebundles/shop/sli.robot",
                "*** Tasks ***\nA\u001b[2J\u202e\u009b2J\n    Log    x\nA\u001b[2J\u202e\u009b2J\n    Log    x\n");
        lint(collection());
        assertThat(out.toString()).contains("A?[2J??2J").doesNotContain("\u001b", "\u202e", "\u009b");
    }

    private int lintWithDryRun(String result, String... arguments) throws IOException {
        write("codebundles/shop/sli.robot", TIDY);
        Path printed = Files.writeString(directory.resolve("result"), result);
        List<String> all = new ArrayList<>(List.of(collection(), "--dry-run-result", printed.toString()));
        all.addAll(List.of(arguments));
        return lint(all.toArray(String[]::new));
    }

    private int lint(String... arguments) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        String[] all = new String[arguments.length + 1];
        all[0] = "lint";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return line.execute(all);
    }

    private String collection() {
        return directory.resolve("shop-collection").toString();
    }

    private void write(String path, String content) throws IOException {
        Path target = Path.of(collection()).resolve(path);
        Files.createDirectories(target.getParent());
        Files.writeString(target, content);
    }
}
