package io.groundcrew.worker.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.worker.run.TaskExecutor.RunningTask;
import io.groundcrew.worker.run.TaskResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that mean harm, run by a real worker's executor: attack cases 24, 25, 39 and 48 to 52. */
class TaskAttackTest {

    @TempDir
    private Path directory;

    private ExecutionFixture fixture;

    @BeforeEach
    void prepare() throws Exception {
        fixture = new ExecutionFixture(directory);
    }

    @AfterEach
    void leavesNothingBehindAndStaysHealthy() throws Exception {
        assertThat(bash("echo well").outcome()).isEqualTo(Outcome.COMPLETED);
        try (Stream<Path> left = Files.list(fixture.executions)) {
            assertThat(left).isEmpty();
        }
        fixture.close();
    }

    @Test
    void case24RobotCodeRunsConfinedAndTakesNoOptionsFromTheRepository() throws Exception {
        assumeConfined();
        Files.writeString(directory.resolve("admin-token"), "the token");
        fixture.file("robot.args", "--listener evil.py\n")
                .file("evil.py", "raise SystemExit('a listener of the repository was loaded')")
                .file("runbook.robot", """
                        *** Settings ***
                        Library    Process
                        *** Tasks ***
                        Reach Out
                            ${uid}=    Evaluate    __import__('os').getuid()
                            ${read}=    Run Process    cat %s/admin-token    shell=True
                            Log    uid=${uid} token=${read.stdout}${read.stderr}
                        """.formatted(directory));

        TaskResult result = fixture.run(RobotKind.RUNBOOK, "runbook.robot");

        assertThat(result.passed()).containsExactly("Reach Out");
        assertThat(fixture.text()).contains("No such file").doesNotContain("the token", "was loaded");
        if (fixture.isolation.level() != Isolation.Level.NAMESPACES) {
            assertThat(fixture.text()).doesNotContain("uid=0 ");
        }
    }

    @Test
    void case25ATaskHasNothingOnItsStandardInputAndItsEscapesAreKeptAsTheyAre() throws Exception {
        bash(
                "read -r line; echo \"read=$? <$line>\"; printf 'shown\\rhidden\\e[2K\\e]8;;http://x\\aurl\\n'; tty || true");

        assertThat(fixture.text())
                .contains("read=1 <>", "shown\rhidden\u001b[2K\u001b]8;;http://x\u0007url\n", "not a tty");
    }

    @Test
    void case39WhatATaskLeavesBehindIsGoneAfterwards() throws Exception {
        assumeTrue(
                fixture.isolation.level() == Isolation.Level.USERS_AND_NAMESPACES
                        || fixture.isolation.level() == Isolation.Level.USERS,
                "needs users of their own");
        bash("umask; echo mine >\"$HOME/x\"; echo mine >\"$(mktemp)\"; left=$(mktemp /var/tmp/groundcrew-XXXXXX);"
                + " echo mine >\"$left\"; stat -c mode=%a \"$left\"; echo left=$left");
        Path left = Path.of(fixture.text().replaceAll("(?s).*left=(\\S+).*", "$1"));

        assertThat(fixture.text()).contains("0077", "mode=600");
        assertThat(left).doesNotExist();
        bash("test ! -e \"$HOME/x\" && echo fresh");
        assertThat(fixture.text()).contains("fresh");
    }

    @Test
    void case39TheDirectoriesOfAWorkerThatWasKilledAreRemovedByTheNext() throws Exception {
        Path left = Files.createDirectories(fixture.executions.resolve("run-left/secrets"));
        Files.writeString(left.resolve("KEY"), "hush");

        ExecutionDirectory.removeLeft(fixture.executions);

        assertThat(fixture.executions.resolve("run-left")).doesNotExist();
    }

    @Test
    void case48AForkBombIsEndedAndNamed() throws Exception {
        TaskResult result = bash("bomb() { bomb | bomb & }; bomb; sleep 600");

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.reason()).contains("processes");
    }

    @Test
    void case48EndlessOutputWithoutALineBreakIsCutAndTheTaskEndsAtItsTime() throws Exception {
        fixture.bash(RobotKind.RUNBOOK, "main() { tr '\\0' x </dev/zero; }");

        TaskResult result = fixture.start(RobotKind.RUNBOOK, "codebundle.yaml", Map.of(), Duration.ofSeconds(2))
                .await();

        assertThat(result.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(fixture.text())
                .hasSizeLessThan(ExecutionFixture.OUTPUT_LIMIT + 1000)
                .containsOnlyOnce("The rest is left out");
    }

    @Test
    void case48BinaryOutputAndAnOutputClosedEarlyDoNoHarm() throws Exception {
        assertThat(bash("head -c 100000 /dev/urandom; exec >&- 2>&-; true").outcome())
                .isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void case48ADaemonThatKeepsThePipeOpenAndLeavesItsSessionEndsWithTheTask() throws Exception {
        TaskResult result =
                bash("(setsid bash -c 'trap \"\" TERM HUP; exec -a groundcrew-daemon sleep 60124' &) ; echo done");

        assertThat(result.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(running("60124")).isEmpty();
    }

    @Test
    void case48ATaskThatIgnoresSigtermAndMakesZombiesIsKilledAtItsTime() throws Exception {
        fixture.bash(
                RobotKind.RUNBOOK,
                "main() { trap '' TERM INT HUP; for i in $(seq 50); do (exec true) & done; while :; do sleep 60125; done; }");
        RunningTask task = fixture.start(RobotKind.RUNBOOK, "codebundle.yaml", Map.of(), Duration.ofSeconds(1));

        assertThat(task.await().outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(running("60125")).isEmpty();
    }

    @Test
    void case49MemoryBeyondTheLimitEndsTheTaskByName() throws Exception {
        fixture.file(
                        "eat.py",
                        "def main():\n    kept = []\n    while True:\n        kept.append(bytearray(64 << 20))\n")
                .file(
                        "codebundle.yaml",
                        "title: B\nrunbook: [{title: Eat, type: python, script: eat.py, access: read-only}]\n");

        TaskResult result = fixture.runNative(RobotKind.RUNBOOK);

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.reason() + fixture.text()).containsAnyOf("MemoryError", "memory");
    }

    @Test
    void case49OneFileBeyondTheLimitAndMoreOpenFilesThanAllowedFailInTheTask() throws Exception {
        bash("truncate -s 2G big || echo too-large; ulimit -n; python3 -c '\n"
                + "files = []\ntry:\n  while True: files.append(open(\"/dev/null\"))\nexcept OSError as e: print(e)'");

        assertThat(fixture.text()).contains("too-large", "1024", "Too many open files");
    }

    @Test
    void case49MoreOnDiskThanARunMayHaveEndsItByName() throws Exception {
        fixture.bash(
                RobotKind.RUNBOOK,
                "main() { for i in 1 2 3; do fallocate -l 600M file$i || head -c 600M /dev/zero >file$i; done; sleep 600; }");
        RunningTask task = fixture.start(RobotKind.RUNBOOK, "codebundle.yaml", Map.of(), Duration.ofSeconds(60));

        assertThat(task.await().reason()).contains("wrote more to its directory");
    }

    @Test
    void case50NeitherTheWorkerNorWhatWatchesOverATaskCanBeEndedByIt() throws Exception {
        assumeConfined();
        long worker = ProcessHandle.current().pid();
        TaskResult result = bash("kill -9 " + worker + " $PPID 1; kill -9 -1 2>/dev/null; echo alive; cat /proc/"
                + worker + "/environ /proc/1/environ /proc/1/mem; strace -p 1 2>/dev/null || true; echo still");

        assertThat(result.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(fixture.text()).contains("alive", "still");
    }

    @Test
    void case50NothingOfTheWorkersEnvironmentOrFilesIsWithinReach() throws Exception {
        assumeConfined();
        Files.createDirectories(directory.resolve("keys"));
        Files.writeString(directory.resolve("keys/runner.pem"), "PRIVATE");

        bash("env | cut -d= -f1 | sort | tr '\\n' ' '; ls " + directory + "; cat " + directory + "/keys/runner.pem;"
                + " ls -la /run/docker.sock /var/run/docker.sock; ls /proc | grep -c '^[0-9]'");

        assertThat(fixture.text())
                .doesNotContain("PRIVATE", "JAVA_HOME", "MAVEN", "KAFKA", "SPRING")
                .contains("collection", "environments", "executions");
    }

    @Test
    void case51ATaskIsNotRootAndCannotBecomeIt() throws Exception {
        bash("id -u; grep -E 'NoNewPrivs|CapEff|CapBnd' /proc/self/status; su -c id 2>&1 || true");

        assertThat(fixture.text()).contains("NoNewPrivs:\t1").doesNotContain("uid=0(");
        if (fixture.isolation.level() != Isolation.Level.NONE) {
            assertThat(fixture.text()).contains("CapEff:\t0000000000000000");
        }
    }

    @Test
    void case52CancellingBeforeTheStartDuringItTwiceAndAfterTheEndGivesOneOutcomeEach() throws Exception {
        fixture.bash(RobotKind.RUNBOOK, "main() { echo begun; sleep 60126; }");
        for (int number = 0; number < 10; number++) {
            RunningTask atOnce = fixture.start(RobotKind.RUNBOOK, "codebundle.yaml", Map.of(), Duration.ofSeconds(60));
            atOnce.kill();
            atOnce.kill();
            assertThat(atOnce.await().outcome()).isEqualTo(Outcome.CANCELLED);
        }
        RunningTask later = fixture.start(RobotKind.RUNBOOK, "codebundle.yaml", Map.of(), Duration.ofSeconds(60));
        await().until(() -> fixture.text().contains("begun"));
        later.kill();
        later.kill();
        assertThat(later.await().outcome()).isEqualTo(Outcome.CANCELLED);
        later.kill();
        assertThat(later.await().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(running("60126")).isEmpty();
    }

    private void assumeConfined() {
        assumeTrue(fixture.isolation.level() != Isolation.Level.NONE, "this machine does not let tasks be confined");
        assumeTrue(fixture.isolation.level() != Isolation.Level.USERS, "needs namespaces");
    }

    private TaskResult bash(String script) throws IOException, InterruptedException {
        return fixture.bash(RobotKind.RUNBOOK, "main() { " + script + "\n}").runNative(RobotKind.RUNBOOK);
    }

    private static List<String> running(String argument) {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.endsWith(argument))
                .toList();
    }
}
