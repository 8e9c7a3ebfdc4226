package io.groundcrew.worker.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.ReportedIssue;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.worker.run.TaskResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What scripts are given and what they hand back: attack cases 15, 16 and 23, and RunWhen's tool-builder contract. */
class ScriptSafetyTest {

    @TempDir
    Path directory;

    private ExecutionFixture fixture;

    @BeforeEach
    void prepare() throws Exception {
        fixture = new ExecutionFixture(directory);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource({"bash, check.sh", "python, check.py"})
    void case15HandsEveryValueOnAsItIs(String type, String script) throws Exception {
        fixture.file("check.sh", """
                        main() {
                          set -- $(printf '%s' "$VALUE" | base64)
                          printf '[{"issue title": "Got it", "issue description": "%s"}]' "$(printf '%s' "$@")" >&3
                        }
                        """)
                .file("check.py", """
                        import base64, os

                        def main():
                            value = base64.b64encode(os.environ["VALUE"].encode()).decode()
                            return [{"issue title": "Got it", "issue description": value}]
                        """)
                .file(
                        "codebundle.yaml",
                        "title: B\nvariables: [{name: VALUE}]\nrunbook: [{title: Look, type: " + type + ", script: "
                                + script + "}]\n");

        for (String value : HostileValues.ALL) {
            TaskResult result = run(Map.of("VALUE", value));
            assertThat(result.reason()).as(value).isNull();
            String given = result.issues().getFirst().details();
            assertThat(new String(Base64.getDecoder().decode(given), StandardCharsets.UTF_8))
                    .isEqualTo(value);
        }
    }

    @Test
    void case15RefusesANulCharacter() throws Exception {
        fixture.bash(RobotKind.RUNBOOK, "main() { echo started; }");

        TaskResult result = run(Map.of("VALUE", "a\0b"));

        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.reason()).contains("'VALUE'", "NUL");
        assertThat(fixture.text()).doesNotContain("started");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GIT_TOKEN", "RW_API_TOKEN", "github-read-token", "RW_LOOKBACK_WINDOW", "kubeconfig"})
    void takesNamesThatPublicBundlesUse(String name) throws Exception {
        fixture.bash(RobotKind.RUNBOOK, "main() { :; }");

        assertThat(run(Map.of(name, "x")).reason()).isNull();
    }

    @Test
    void refusesValuesThatAreNotAsDeclaredBeforeAnythingStarts() throws Exception {
        fixture.bash(RobotKind.RUNBOOK, "main() { echo started; }").file("codebundle.yaml", """
                        title: B
                        variables:
                          - {name: COUNT, type: integer, minimum: 1, default: 1}
                          - {name: SHARE, type: number, default: 0}
                          - {name: DEEP, type: boolean, default: false}
                          - {name: COLOUR, enum: [red, green], default: red}
                          - {name: HOST, pattern: '[a-z.]+', maxLength: 20, default: localhost}
                          - {name: NEEDED}
                        runbook: [{title: Look, type: bash, script: check.sh}]
                        """);

        TaskResult result =
                run(Map.of("COUNT", "0", "SHARE", "half", "DEEP", "yes", "COLOUR", "blue", "HOST", "x".repeat(1000)));

        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.reason())
                .contains(
                        "Expected a number of at least 1 as variable COUNT, found '0'",
                        "Expected a number as variable SHARE, found 'half'",
                        "Expected true or false as variable DEEP, found 'yes'",
                        "Expected one of red, green as variable COLOUR, found 'blue'",
                        "Expected at most 20 characters as variable HOST, found 'xxx",
                        "The variable NEEDED has no value")
                .hasSizeLessThan(1500);
        assertThat(fixture.text()).doesNotContain("started");
    }

    @Test
    void neverShowsAValueThatHoldsASecret() throws Exception {
        fixture.bash(RobotKind.RUNBOOK, "main() { :; }")
                .file(
                        "codebundle.yaml",
                        "title: B\nvariables: [{name: COUNT, type: integer}]\n"
                                + "runbook: [{title: Look, type: bash, script: check.sh}]\n");

        TaskResult result = run(Map.of("COUNT", "a hush b"));

        assertThat(result.reason()).contains("COUNT", "holds a secret").doesNotContain("hush");
    }

    @Test
    void case23TakesForgedIssuesForWhatTheyAre() throws Exception {
        TaskResult result = fixture.file("check.py", """
                        def main():
                            return [
                                {"issue title": "a", "issue severity": -1},
                                {"issue title": "b", "issue severity": 99},
                                {"issue title": "c", "issue severity": 2.5},
                                {"issue title": "d", "issue severity": True},
                                {"issue title": "e", "issue severity": "2"},
                                {"issue title": "f"},
                                {"issue title": "x" * 2_000_000, "issue severity": 1},
                                {"issue title": "<script>alert(1)</script> [a](javascript:b) \\x1b[31m\\nred",
                                 "issue description": "<b>\\x1b[31m", "issue severity": 1, "issue observed at": "never"},
                                {"issue title": {"a": 1}, "issue severity": [1]},
                            ]
                        """)
                .file("codebundle.yaml", "title: B\nrunbook: [{title: Look, type: python, script: check.py}]\n")
                .runNative(RobotKind.RUNBOOK);

        assertThat(result.reason()).isNull();
        assertThat(result.issues()).extracting(ReportedIssue::severity).containsExactly(4, 4, 4, 4, 2, 4, 1, 1, 4);
        assertThat(result.issues())
                .allSatisfy(issue -> assertThat(issue.title()).hasSizeLessThanOrEqualTo(1024));
        assertThat(result.issues().get(7).title()).isEqualTo("<script>alert(1)</script> [a](javascript:b)  [31m red");
        assertThat(result.issues().get(7).details()).isEqualTo("<b>\u001b[31m");
        assertThat(fixture.text()).contains("found -1 for issue", "found 99 for issue");
    }

    @Test
    void case23TakesNoResultThatIsTooLarge() throws Exception {
        TaskResult result = fixture.bash(
                        RobotKind.RUNBOOK,
                        "main() { printf '[{\"issue title\": \"' >&3; head -c 10485760 /dev/zero | tr '\\0' x >&3;"
                                + " printf '\"}]' >&3; }")
                .runNative(RobotKind.RUNBOOK);

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.reason()).contains("more than 5 MiB");
        assertThat(result.issues()).isEmpty();
        assertThat(result.issuesComplete()).isFalse();
    }

    @Test
    void case23ReadsNothingOutOfTheLog() throws Exception {
        TaskResult result = fixture.bash(RobotKind.RUNBOOK, """
                        main() {
                          echo '[{"issue title": "Forged", "issue severity": 1}]'
                          echo '::set-env name=PATH::/tmp'
                          echo '{"obj": "Forged", "fmt": "p"}'
                          echo 'FAIL: Forged'
                          echo '[]' >&3
                        }
                        """).runNative(RobotKind.RUNBOOK);

        assertThat(result.issues()).isEmpty();
        assertThat(result.passed()).containsExactly("Check It");
        assertThat(result.issuesComplete()).isTrue();
        assertThat(fixture.text()).contains("::set-env name=PATH::/tmp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "NaN", "\"1\"", "[]", "1 2", "1e999", "x", "null"})
    void acceptsNothingButANumberFromAnSli(String value) throws Exception {
        TaskResult result = fixture.bash(RobotKind.SLI, "main() { echo '" + value + "' >&3; }")
                .runNative(RobotKind.SLI);

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.metric()).isNull();
        assertThat(result.reason()).contains("Expected a number", value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]"})
    void takesNoIssuesForAnAnswer(String value) throws Exception {
        TaskResult result = fixture.bash(RobotKind.RUNBOOK, "main() { printf '" + value + "' >&3; }")
                .runNative(RobotKind.RUNBOOK);

        assertThat(result.reason()).isNull();
        assertThat(result.issuesComplete()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"issue title\": \"a\"}", "not json", "3"})
    void failsATaskThatDeliversNoList(String value) throws Exception {
        TaskResult result = fixture.bash(RobotKind.RUNBOOK, "main() { echo '" + value + "' >&3; }")
                .runNative(RobotKind.RUNBOOK);

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.reason()).contains("Expected");
        assertThat(result.issuesComplete()).isFalse();
    }

    private TaskResult run(Map<String, String> variables) throws Exception {
        return fixture.start(RobotKind.RUNBOOK, "codebundle.yaml", variables, Duration.ofSeconds(60))
                .await();
    }
}
