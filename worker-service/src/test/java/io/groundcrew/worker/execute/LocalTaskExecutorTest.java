package io.groundcrew.worker.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.ReportedIssue;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.worker.run.TaskExecutor.RunningTask;
import io.groundcrew.worker.run.TaskResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalTaskExecutorTest {

    @TempDir
    Path directory;

    private ExecutionFixture fixture;

    @BeforeEach
    void prepare() throws Exception {
        fixture = new ExecutionFixture(directory);
    }

    @AfterEach
    void leavesNothingBehind() throws IOException {
        fixture.close();
        if (Files.exists(fixture.executions)) {
            try (var left = Files.list(fixture.executions)) {
                assertThat(left).isEmpty();
            }
        }
    }

    @Test
    void takesTheNumberOfABashSli() throws Exception {
        TaskResult result = fixture.bash(RobotKind.SLI, "main() { echo hello; echo 0.5 >&3; }")
                .runNative(RobotKind.SLI);

        assertThat(result.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(result.metric()).isEqualTo(0.5);
        assertThat(result.passed()).containsExactly("Check It");
        assertThat(fixture.text()).contains("hello");
    }

    @Test
    void keepsALineWholeInTheReportWhateverTheOtherStreamPrints() throws Exception {
        TaskResult result = fixture.bash(
                        RobotKind.RUNBOOK,
                        "main() { printf 'one '; sleep 0.3; echo warning >&2; sleep 0.3; echo line; printf end; }")
                .runNative(RobotKind.RUNBOOK);

        assertThat(new String(result.report(), StandardCharsets.UTF_8)).contains("warning\\none line\\nend");
        assertThat(fixture.text()).contains("one warning\nline\nend");
    }

    @Test
    void saysWhatKeepsAnExecutionFromItsDirectory() throws Exception {
        fixture.bash(RobotKind.RUNBOOK, "main() { echo hello; }");
        Files.delete(fixture.executions);
        Files.createFile(fixture.executions);
        try {
            assertThatThrownBy(() -> fixture.runNative(RobotKind.RUNBOOK))
                    .hasMessageContaining("No directory for an execution could be made in " + fixture.executions)
                    .hasMessageContaining("Not a directory");
        } finally {
            Files.delete(fixture.executions);
        }
    }

    @Test
    void leavesAGapWhenAnSliDeliversNoNumber() throws Exception {
        TaskResult result =
                fixture.bash(RobotKind.SLI, "main() { echo true >&3; }").runNative(RobotKind.SLI);

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.metric()).isNull();
        assertThat(result.reason()).contains("Expected a number", "check.sh", "true");
    }

    @Test
    void keepsGoodIssuesAndNamesBadOnes() throws Exception {
        TaskResult result = fixture.bash(RobotKind.RUNBOOK, """
                        main() { echo '[{"issue title":"Good","issue severity":99},{"issue description":"no title"}]' >&3; }
                        """).runNative(RobotKind.RUNBOOK);

        assertThat(result.issues()).extracting(ReportedIssue::title).containsExactly("Good");
        assertThat(result.issues()).extracting(ReportedIssue::severity).containsExactly(4);
        assertThat(result.issuesComplete()).isFalse();
        assertThat(result.failed()).containsExactly("Check It");
        assertThat(fixture.text())
                .contains("Expected a severity from 1 to 4, found 99", "Expected an issue with a title");
    }

    @Test
    void passesATaskThatRaisesAnIssue() throws Exception {
        TaskResult result = fixture.file(
                        "check.py", "def main():\n    return [{'title': 'Down', 'severity': 2, 'details': 'x'}]\n")
                .file(
                        "codebundle.yaml",
                        "title: B\nrunbook: [{title: Look, type: python, script: check.py, access: read-only}]\n")
                .runNative(RobotKind.RUNBOOK);

        assertThat(result.reason()).isNull();
        assertThat(result.passed()).containsExactly("Look");
        assertThat(result.issues()).singleElement().satisfies(issue -> {
            assertThat(issue.severity()).isEqualTo(2);
            assertThat(issue.taskTitle()).isEqualTo("Look");
        });
        assertThat(result.issuesComplete()).isTrue();
    }

    @Test
    void killsTheTreeAtTheTimeout() throws Exception {
        fixture.bash(RobotKind.RUNBOOK, "main() { setsid sleep 60123 & wait; }");

        TaskResult result = fixture.start(RobotKind.RUNBOOK, "codebundle.yaml", Map.of(), Duration.ofSeconds(1))
                .await();

        assertThat(result.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(result.reason()).contains("check.sh", "timeout");
        assertThat(ProcessHandle.allProcesses().flatMap(process -> process.info().commandLine().stream()))
                .noneMatch(line -> line.endsWith("sleep 60123"));
    }

    @Test
    void endsARunThatIsCancelled() throws Exception {
        fixture.bash(RobotKind.RUNBOOK, "main() { echo begun; sleep 600; }");
        RunningTask running = fixture.start(RobotKind.RUNBOOK, "codebundle.yaml", Map.of(), Duration.ofSeconds(60));
        await().until(() -> fixture.text().contains("begun"));

        running.kill();

        assertThat(running.await().outcome()).isEqualTo(Outcome.CANCELLED);
    }

    @Test
    void namesExitStatus137() throws Exception {
        TaskResult result =
                fixture.bash(RobotKind.RUNBOOK, "main() { exit 137; }").runNative(RobotKind.RUNBOOK);

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.reason()).contains("check.sh", "exit status 137");
        assertThat(result.failed()).containsExactly("Check It");
    }

    @Test
    void namesASyntaxErrorInTheScript() throws Exception {
        TaskResult result = fixture.bash(RobotKind.RUNBOOK, "main() { if; }").runNative(RobotKind.RUNBOOK);

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(fixture.text()).contains("check.sh", "syntax error");
    }

    @Test
    void cutsLongOutputAndSaysSoOnce() throws Exception {
        TaskResult result = fixture.bash(RobotKind.RUNBOOK, "main() { head -c 52428800 /dev/zero | tr '\\0' x; }")
                .runNative(RobotKind.RUNBOOK);

        assertThat(result.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(fixture.text())
                .hasSizeLessThan(ExecutionFixture.OUTPUT_LIMIT + 200)
                .containsOnlyOnce("The rest is left out");
    }

    @Test
    void refusesVariableNamesThatInterpretersActUpon() throws Exception {
        fixture.bash(RobotKind.RUNBOOK, "main() { :; }");

        for (String name : new String[] {
            "LD_PRELOAD",
            "BASH_ENV",
            "ENV",
            "PYTHONPATH",
            "PYTHONSTARTUP",
            "PATH",
            "IFS",
            "GIT_SSH_COMMAND",
            "BASH_FUNC_x%%"
        }) {
            TaskResult result = fixture.start(
                            RobotKind.RUNBOOK, "codebundle.yaml", Map.of(name, "x"), Duration.ofSeconds(60))
                    .await();
            assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(result.reason()).contains(name);
        }
    }

    @Test
    void givesSecretsAsFilesAndNothingOfTheWorkersEnvironment() throws Exception {
        TaskResult result = fixture.bash(
                        RobotKind.RUNBOOK, "main() { cat \"$API_KEY\"; stat -c %a \"$API_KEY\"; env | cut -d= -f1; }")
                .runNative(RobotKind.RUNBOOK);

        assertThat(result.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(fixture.text()).contains("hush600").doesNotContain("MAVEN");
    }

    @Test
    void givesTheWorkersIdentityAsFilesOfTheRun() throws Exception {
        fixture.identityFiles.put("AWS_WEB_IDENTITY_TOKEN_FILE", "who-i-am");
        fixture.bash(
                        RobotKind.RUNBOOK,
                        "main() { cat \"$AWS_WEB_IDENTITY_TOKEN_FILE\"; stat -c %a \"$AWS_WEB_IDENTITY_TOKEN_FILE\"; }")
                .runNative(RobotKind.RUNBOOK);

        assertThat(fixture.text()).contains("who-i-am600");
    }

    /** The supervisor reads no longer ones, and all runs of a worker are its children. */
    @Test
    void failsARunWhoseVariablesAreTooMuchAndNoOther() throws Exception {
        fixture.bash(RobotKind.RUNBOOK, "main() { sleep 60; }");
        RunningTask other = fixture.start(RobotKind.RUNBOOK, "codebundle.yaml", Map.of(), Duration.ofSeconds(60));

        TaskResult result = fixture.start(
                        RobotKind.RUNBOOK,
                        "codebundle.yaml",
                        Map.of("BIG", "x".repeat(17 * 1024 * 1024)),
                        Duration.ofSeconds(60))
                .await();

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.reason()).contains("come to", "Give it fewer or shorter ones");
        other.kill();
        assertThat(other.await().outcome()).isEqualTo(Outcome.CANCELLED);
    }

    /** What a task has put in the place of its directory must not be where this process writes for the next one. */
    @Test
    void givesSecretsToEachTaskOfABundleAndWritesThemOnce() throws Exception {
        Path elsewhere = Files.createTempDirectory("elsewhere");
        Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwxrwxrwx"));
        TaskResult result = fixture.file(
                        "one.sh",
                        "main() { cat \"$API_KEY\"; rm -r \"${API_KEY%/*}\"; ln -s " + elsewhere
                                + " \"${API_KEY%/*}\"; }")
                .file("two.sh", "main() { cat \"$API_KEY\" || echo gone; }")
                .file(
                        "codebundle.yaml",
                        "title: B\nrunbook: [{title: One, type: bash, script: one.sh, access: read-only},"
                                + " {title: Two, type: bash, script: two.sh, access: read-only}]\n")
                .runNative(RobotKind.RUNBOOK);

        assertThat(result.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(result.passed()).containsExactly("One", "Two");
        assertThat(fixture.text()).contains("hush", "gone");
        assertThat(elsewhere).isEmptyDirectory();
        Files.delete(elsewhere);
    }

    @Test
    void cutsTheReportOfAScriptThatPrintsMuchAtALineWithANotice() throws Exception {
        TaskResult result = fixture.bash(RobotKind.RUNBOOK, "main() { yes 'all is well' | head -n 20000; }")
                .runNative(RobotKind.RUNBOOK);

        assertThat(new String(result.report(), StandardCharsets.UTF_8))
                .contains("all is well\\n[The task printed more than 65536 bytes. The log has more.]");
        assertThat(fixture.text().lines().filter("all is well"::equals)).hasSize(20_000);
    }

    @Test
    void keepsTheStartOfALineThatIsLongerThanTheReportMayHave() throws Exception {
        TaskResult result = fixture.bash(RobotKind.RUNBOOK, "main() { printf '%070000d' 0; }")
                .runNative(RobotKind.RUNBOOK);

        assertThat(new String(result.report(), StandardCharsets.UTF_8))
                .contains("0".repeat(65_000), "0…\\n[The task printed more than 65536 bytes.");
    }

    @Test
    void tellsATaskWhoItIsAndWhereItsHomeIs() throws Exception {
        fixture.bash(RobotKind.RUNBOOK, "main() { env | grep -E '^(HOME|LOGNAME|SHELL|USER)=' | sort; pwd; }")
                .runNative(RobotKind.RUNBOOK);

        List<String> lines = fixture.text().lines().toList();
        assertThat(lines)
                .endsWith(
                        "HOME=" + lines.getLast(),
                        "LOGNAME=groundcrew-task",
                        "SHELL=/bin/bash",
                        "USER=groundcrew-task",
                        lines.getLast());
    }

    @Test
    void runsTheNextTaskAfterTheSupervisorWasKilled() throws Exception {
        fixture.bash(RobotKind.RUNBOOK, "main() { echo begun; sleep 600; }");
        RunningTask running = fixture.start(RobotKind.RUNBOOK, "codebundle.yaml", Map.of(), Duration.ofSeconds(60));
        await().until(() -> fixture.text().contains("begun"));

        ProcessHandle.current()
                .children()
                .filter(child -> child.info()
                        .arguments()
                        .map(a -> String.join(" ", a))
                        .orElse("")
                        .contains("supervisor.py"))
                .forEach(ProcessHandle::destroyForcibly);

        assertThat(running.await().reason()).contains("supervisor crashed");
        assertThat(fixture.bash(RobotKind.RUNBOOK, "main() { :; }")
                        .runNative(RobotKind.RUNBOOK)
                        .outcome())
                .isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void runsRobotTasksByTheirUnresolvedTitles() throws Exception {
        TaskResult result =
                fixture.file("runbook.robot", """
                        *** Settings ***
                        Library    RW.Core
                        Suite Setup    Begin
                        *** Keywords ***
                        Begin
                            ${SHOP}=    RW.Core.Import User Variable    SHOP    default=pear
                            ${KEY}=    RW.Core.Import Secret    API_KEY
                            Should Be Equal    ${KEY.value}    hush
                        *** Tasks ***
                        Check `${SHOP}` [now]
                            RW.Core.Add Issue    severity=2    title=Shop ${SHOP} is shut    expected=open    actual=shut    next_steps=Open it
                            RW.Core.Add Pre To Report    looked
                        Other *
                            Fail    not selected
                        """).run(RobotKind.RUNBOOK, "runbook.robot", "Check `${SHOP}` [now]");

        assertThat(result.reason()).isNull();
        assertThat(result.passed()).containsExactly("Check `${SHOP}` [now]");
        assertThat(result.failed()).isEmpty();
        assertThat(result.issues()).singleElement().satisfies(issue -> {
            assertThat(issue.taskTitle()).isEqualTo("Check `${SHOP}` [now]");
            assertThat(issue.title()).isEqualTo("Shop pear is shut");
            assertThat(issue.nextSteps()).isEqualTo("Open it");
        });
        assertThat(new String(result.report(), StandardCharsets.UTF_8)).contains("looked");
        assertThat(result.issuesComplete()).isTrue();
    }

    @Test
    void takesMetricsOfARobotSli() throws Exception {
        TaskResult result = fixture.file("sli.robot", """
                        *** Settings ***
                        Library    RW.Core
                        *** Tasks ***
                        Measure
                            RW.Core.Push Metric    0.25    sub_name=part
                            RW.Core.Push Metric    1
                        """).run(RobotKind.SLI, "sli.robot");

        assertThat(result.metric()).isEqualTo(1.0);
        assertThat(result.subMetrics()).containsEntry("part", 0.25);
    }

    @Test
    void namesAnUnknownTitleAndThoseThatExist() throws Exception {
        TaskResult result = fixture.file("runbook.robot", "*** Tasks ***\nReal One\n    No Operation\n")
                .run(RobotKind.RUNBOOK, "runbook.robot", "Nope");

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.reason()).contains("'Nope'", "runbook.robot", "'Real One'");
    }
}
