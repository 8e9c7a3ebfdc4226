package io.groundcrew.worker.author;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.ReportedIssue;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.worker.run.TaskResult;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorRunTest {

    @TempDir
    private Path directory;

    private Author author;

    @BeforeEach
    void author() {
        author = new Author(directory);
    }

    @Test
    void takesTheNumberOfABashSliWithTheLookbackOfItsInterval() throws Exception {
        author.own.put("RW_SLI_INTERVAL_SECONDS", "60");
        author.file("codebundle.yaml", "title: S\nsli: {title: Up, type: bash, script: s.sh, access: read-only}\n")
                .file("s.sh", "main() { echo \"$RW_SLX $RW_WORKSPACE $RW_LOOKBACK_WINDOW\"; echo 0.5 >&3; }");

        TaskResult result = author.run(null);

        assertThat(result.metric()).isEqualTo(0.5);
        assertThat(author.text()).contains("shop author 90");
    }

    @Test
    void takesTheIssuesOfAPythonTaskAndOfItsSelectionAlone() throws Exception {
        author.file("codebundle.yaml", """
                title: S
                runbook:
                  - {title: "Look at `${WHO}`", type: python, script: a.py, access: read-only}
                  - {title: Never, type: python, script: b.py, access: read-only}
                variables: [{name: WHO, description: x, default: me}]
                """)
                .file("a.py", """
                import os
                def main():
                    return [{"issue title": "Late " + os.environ["WHO"], "issue severity": 2}]
                """)
                .file("b.py", "def main():\n    raise RuntimeError('selected all the same')\n");

        TaskResult result = author.run(null, "Look at `${WHO}`");

        assertThat(result.passed()).containsExactly("Look at `${WHO}`");
        assertThat(result.failed()).isEmpty();
        assertThat(result.issues()).extracting(ReportedIssue::title).containsExactly("Late me");
    }

    @Test
    void callsOverTheNetworkForARestTask() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = "{\"stock\": 7}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            author.file("codebundle.yaml", """
                    title: S
                    sli: {title: Stock, type: rest, url: "http://127.0.0.1:%d/", metric: {jsonPath: $.stock}, access: read-only}
                    """.formatted(server.getAddress().getPort()));

            assertThat(author.run(null).metric()).isEqualTo(7.0);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void givesARobotTheAuthorsInputsByTheMapsOfRunWhensDevelopersTool() throws Exception {
        Path token = Files.writeString(directory.resolve("token"), "hush-hush-4711");
        Path memo = Files.writeString(directory.resolve("memo"), "{\"alert\": \"fire\"}");
        author.own.put("RW_ENV_REMAP", "{\"SHOP\": \"MY_SHOP\"}");
        author.own.put("MY_SHOP", "north");
        author.own.put("NOT_IMPORTED", "leaked");
        author.own.put("RW_SECRET_REMAP", "{\"token\": \"MY_TOKEN\"}");
        author.own.put("RW_FROM_FILE", "{\"MY_TOKEN\": \"" + token + "\"}");
        author.own.put("RW_MEMO_FILE", memo.toString());
        author.file("runbook.robot", """
                *** Settings ***
                Library    RW.Core
                Library    OperatingSystem
                *** Tasks ***
                Look At `${SHOP}`
                    RW.Core.Import User Variable    SHOP
                    ${secret}=    RW.Core.Import Secret    token
                    ${alert}=    RW.Core.Import Memo Variable    alert
                    ${other}=    Get Environment Variable    NOT_IMPORTED    absent
                    ${run}=    Get Environment Variable    RW_RUNREQUEST_ID
                    RW.Core.Add Pre To Report    ${SHOP} ${alert} ${other} ${run} token=${secret.value}
                    Log    ${secret.value}
                    RW.Core.Add Issue    severity=3    title=Shop ${SHOP}    next_steps=a\\nb
                """);

        TaskResult result = author.run(null);

        String report = new String(result.report(), StandardCharsets.UTF_8);
        assertThat(result.passed()).containsExactly("Look At `${SHOP}`");
        assertThat(report)
                .contains("north fire absent local-shop-"
                        + ProcessHandle.current().pid() + " token=***");
        assertThat(report + author.text()).doesNotContain("hush-hush");
        assertThat(result.issues()).extracting(ReportedIssue::nextSteps).containsExactly("a\nb");
    }

    @Test
    void failsWithTheTaskThatFails() throws Exception {
        author.file("runbook.robot", "*** Tasks ***\nGood\n    Log    x\nBad\n    Fail    broken\n");

        TaskResult result = author.run(null);

        assertThat(result.passed()).containsExactly("Good");
        assertThat(result.failed()).containsExactly("Bad");
        assertThat(author.text()).contains("broken");
    }

    @Test
    void leavesNeitherTheBundleChangedNorADirectoryBehind() throws Exception {
        author.file("codebundle.yaml", "title: S\nrunbook: [{title: A, type: bash, script: a.sh, access: read-only}]\n")
                .file("a.sh", "main() { pwd; touch here; echo '[]' >&3; }");

        TaskResult result = author.run(null);

        assertThat(result.passed()).containsExactly("A");
        try (var files = Files.list(author.bundle())) {
            assertThat(files).hasSize(2);
        }
        String place = author.text()
                .lines()
                .filter(line -> line.startsWith("/"))
                .findFirst()
                .orElseThrow();
        assertThat(Path.of(place)).doesNotExist();
    }

    @Test
    void refusesADataDirectoryThatHoldsTheCollectionOrLiesInTheBundle() throws Exception {
        author.file("runbook.robot", "*** Tasks ***\nA\n    Log    x\n");
        Path link = Files.createSymbolicLink(directory.resolve("link"), author.collection);

        assertRefused(directory, "holds the collection");
        assertRefused(author.collection, "holds the collection");
        assertRefused(link, "holds the collection");
        assertRefused(author.bundle().resolve("data"), "in the bundle");
        try (var files = Files.list(author.bundle())) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void refusesADataDirectoryThatCannotBeMade() throws Exception {
        author.file("runbook.robot", "*** Tasks ***\nA\n    Log    x\n");

        assertRefused(Files.writeString(directory.resolve("file"), ""), "Not a directory");
    }

    private void assertRefused(Path data, String part) throws AuthorMistake {
        AuthoredBundle found = AuthoredBundle.find(author.bundle(), null);
        assertThatThrownBy(() -> AuthorRun.open(found, new AuthorPlace(Author.RUNTIME, data, false)))
                .isInstanceOf(AuthorMistake.class)
                .hasMessageContaining(data.toString())
                .hasMessageContaining(part)
                .hasMessageContaining("--data-dir");
    }

    @Test
    void endsTheWholeTreeWhenItsAuthorDoes() throws Exception {
        author.file("codebundle.yaml", "title: S\nrunbook: [{title: A, type: bash, script: a.sh, access: read-only}]\n")
                .file("a.sh", "main() { echo started; sleep 600 & sleep 600; }");
        AuthoredBundle found = AuthoredBundle.find(author.bundle(), null);
        AuthorInputs inputs = AuthorInputs.of(found, author.variables, author.secrets, author.own);
        try (AuthorRun run = AuthorRun.open(found, new AuthorPlace(Author.RUNTIME, author.data, false))) {
            CompletableFuture<TaskResult> result = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try {
                    result.complete(run.run(List.of(), inputs, Duration.ofMinutes(2), author::log));
                } catch (Exception e) {
                    result.completeExceptionally(e);
                }
            });
            await().atMost(Duration.ofSeconds(60)).until(() -> author.text().contains("started"));

            run.cancel();

            assertThat(result.get().outcome()).isEqualTo(Outcome.CANCELLED);
        }
    }

    @Test
    void saysWhichRequirementCannotBeInstalledAndRunsWhatNeedsNone() throws Exception {
        author.file("runbook.robot", "*** Tasks ***\nA\n    Log    x\n");
        Files.writeString(author.collection.resolve("requirements.txt"), "./no-such-package\n");

        TaskResult result = author.run(RobotKind.RUNBOOK);

        assertThat(result.passed()).containsExactly("A");
        assertThat(author.text()).startsWith("[").contains("no-such-package");
    }
}
