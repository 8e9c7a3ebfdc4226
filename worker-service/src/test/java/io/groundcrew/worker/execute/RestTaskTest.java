package io.groundcrew.worker.execute;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.worker.run.TaskResult;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestTaskTest {

    @TempDir
    Path directory;

    private ExecutionFixture fixture;
    private HttpServer server;
    private int port;

    @BeforeEach
    void serve() throws Exception {
        fixture = new ExecutionFixture(directory);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        port = server.getAddress().getPort();
        server.createContext("/", exchange -> {
            boolean moved = exchange.getRequestURI().getPath().equals("/moved");
            if (moved) {
                exchange.getResponseHeaders().add("Location", "/ok");
            }
            byte[] body = "{\"queue\":{\"length\":7}}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(moved ? 302 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        fixture.close();
    }

    private TaskResult sli(String path, String more) throws Exception {
        String head = "title: B\nsli:\n  title: Call\n  type: rest\n  access: read-only\n";
        return fixture.file("codebundle.yaml", head + "  url: http://127.0.0.1:" + port + path + "\n" + more)
                .runNative(RobotKind.SLI);
    }

    @Test
    void isOneWhileEveryExpectationHolds() throws Exception {
        TaskResult result = sli(
                "/ok", "  expect:\n    status: ['200']\n    jsonPath:\n      - {path: $.queue.length, max: '10'}\n");

        assertThat(result.reason()).isNull();
        assertThat(result.metric()).isEqualTo(1.0);
    }

    @Test
    void isZeroAndSaysWhyWhenOneDoesNot() throws Exception {
        TaskResult result = sli("/ok", "  expect:\n    jsonPath:\n      - {path: $.queue.length, max: '5'}\n");

        assertThat(result.metric()).isEqualTo(0.0);
        assertThat(fixture.text()).contains("$.queue.length", "'5'", "'7'");
    }

    @Test
    void measuresANumberOfTheBodyBehindARedirect() throws Exception {
        assertThat(sli("/moved", "  metric: {jsonPath: $.queue.length}\n").metric())
                .isEqualTo(7.0);
    }

    @Test
    void leavesAGapWhenThereIsNothingToMeasure() throws Exception {
        server.stop(0);

        TaskResult result = sli("/ok", "  metric: {jsonPath: $.queue.length}\n");

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.metric()).isNull();
        assertThat(result.reason()).contains("127.0.0.1:" + port);
    }

    @Test
    void raisesTheIssueOfAFailedExpectation() throws Exception {
        server.stop(0);
        String bundle =
                "title: B\nrunbook:\n  - title: Call\n    type: rest\n    access: read-only\n    url: http://127.0.0.1:"
                        + port + "/\n    issue: {severity: 2, title: No answer, details: '${FAILURE}'}\n";

        TaskResult result = fixture.file("codebundle.yaml", bundle).runNative(RobotKind.RUNBOOK);

        assertThat(result.passed()).containsExactly("Call");
        assertThat(result.issues()).singleElement().satisfies(issue -> {
            assertThat(issue.severity()).isEqualTo(2);
            assertThat(issue.details()).contains("refused");
        });
    }
}
