package io.groundcrew.worker.execute;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.worker.run.TaskResult;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestTaskTest {

    @TempDir
    Path directory;

    private RestTasks tasks;
    private WebServer server;

    @BeforeEach
    void serve() throws Exception {
        tasks = new RestTasks(directory);
        server = WebServer.start()
                .on("/ok", exchange -> {
                    exchange.getResponseHeaders().add("X-Version", "shop 7");
                    WebServer.send(exchange, 200, "{\"queue\":{\"length\":7,\"names\":[\"a\",\"b\"]}}".getBytes());
                })
                .redirect("/moved", "/ok");
    }

    @AfterEach
    void stop() {
        server.close();
        tasks.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status: 200 | 1",
                "status: [2xx, 404] | 1",
                "status: 500 | 0",
                "headers: {X-Version: '7'} | 1",
                "headers: {x-version: '8'} | 0",
                "headers: {X-None: ''} | 0",
                "bodyContains: length | 1",
                "bodyContains: width | 0",
                "maxLatency: 1m | 1",
                "maxLatency: 0ms | 0",
                "minCertificateDays: 1 | 0",
                "jsonPath: [{path: $.queue.length, max: 10}] | 1",
                "jsonPath: [{path: $.queue.length, min: 10}] | 0",
                "jsonPath: [{path: $.queue.length, equals: '7.0'}] | 1",
                "jsonPath: [{path: $.queue.names, contains: b}] | 1",
                "jsonPath: [{path: $.queue.names, contains: c}] | 0",
                "jsonPath: [{path: $.queue.names}] | 1",
                "jsonPath: [{path: $.queue.none}] | 0",
                "jsonPath: [{path: '$['}] | 0"
            },
            quoteCharacter = '"')
    void isOneWhileAnExpectationHolds(String expectation, double metric) throws Exception {
        TaskResult result = tasks.sli(server.url("/ok"), "  expect: {" + expectation + "}\n");

        assertThat(result.reason()).isNull();
        assertThat(result.metric()).isEqualTo(metric);
        if (metric == 0) {
            assertThat(tasks.fixture.text()).contains("Expected ");
        }
    }

    @Test
    void measuresANumberOfTheBodyBehindARedirect() throws Exception {
        assertThat(tasks.sli(server.url("/moved"), "  metric: {jsonPath: $.queue.length}\n")
                        .metric())
                .isEqualTo(7.0);
    }

    @Test
    void measuresLatencyInSeconds() throws Exception {
        TaskResult result = tasks.sli(server.url("/ok"), "  metric: latency\n");

        assertThat(result.metric()).isPositive().isLessThan(20);
        assertThat(result.subMetrics()).containsEntry("latency_seconds", result.metric());
    }

    @Test
    void leavesAGapWhenThereIsNothingToMeasure() throws Exception {
        server.close();

        TaskResult result = tasks.sli(server.url("/ok"), "  metric: {jsonPath: $.queue.length}\n");

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.metric()).isNull();
        assertThat(result.reason()).contains("127.0.0.1:" + server.port(), "refused");
    }

    @Test
    void raisesTheIssueOfAFailedExpectation() throws Exception {
        server.close();

        TaskResult result =
                tasks.runbook(server.url("/ok"), "  issue: {severity: 2, title: No answer, details: '${FAILURE}'}\n");

        assertThat(result.passed()).containsExactly("Call");
        assertThat(result.issues()).singleElement().satisfies(issue -> {
            assertThat(issue.severity()).isEqualTo(2);
            assertThat(issue.details()).contains("refused");
        });
    }

    @Test
    void sendsSecretsInHeadersAndBodyAndShowsThemNowhere() throws Exception {
        TaskResult result = tasks.sli(
                server.url("/ok"),
                "  method: POST\n  headers: {Authorization: 'Bearer ${API_KEY}'}\n  body: {key: '${API_KEY}', n: 1}\n");

        assertThat(result.metric()).isEqualTo(1.0);
        WebServer.Request request = server.requests.getFirst();
        assertThat(request.headers().get("Authorization")).containsExactly("Bearer hush");
        assertThat(request.headers().get("Content-type")).containsExactly("application/json; charset=UTF-8");
        assertThat(request.body()).isEqualTo("{\"key\":\"hush\",\"n\":1}");
        assertThat(tasks.fixture.text()).doesNotContain("hush");
    }

    @Test
    void case15KeepsEveryValueInItsPlace() throws Exception {
        for (String value : HostileValues.ALL) {
            server.requests.clear();
            TaskResult result = tasks.sli(
                    server.url("/ok") + "?q=${VALUE}&x=1",
                    "  method: POST\n  body: {q: '${VALUE}', x: 1}\n",
                    Map.of("VALUE", value));

            assertThat(result.metric()).as(value).isEqualTo(1.0);
            WebServer.Request request = server.requests.getFirst();
            String query = URI.create(request.uri()).getRawQuery();
            assertThat(query).endsWith("&x=1");
            assertThat(URLDecoder.decode(query.substring(2, query.length() - 4), StandardCharsets.UTF_8))
                    .isEqualTo(value);
            assertThat((String) JsonPath.read(request.body(), "$.q")).isEqualTo(value);
        }
    }

    @Test
    void case15RefusesAValueThatIsNoHost() throws Exception {
        for (String value : List.of("a@evil", "evil/", "evil?", "evil#", "a b")) {
            TaskResult result = tasks.sli("http://${VALUE}/ok", "", Map.of("VALUE", value));
            assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(result.reason()).contains("Expected a host or port as ${VALUE}", value);
        }
    }

    @Test
    void measuresDaysUntilTheCertificateExpires(@TempDir Path place) throws Exception {
        Path pem = place.resolve("ca.pem");
        try (WebServer secure = WebServer.secure(place, 30, pem).json("/ok", "{}");
                RestTasks trusting = new RestTasks(place, new RestProperties(List.of(), pem))) {
            TaskResult days = trusting.sli(secure.url("/ok"), "  metric: certificate-days\n");
            TaskResult enough = trusting.sli(secure.url("/ok"), "  expect: {minCertificateDays: 29}\n");
            TaskResult few = trusting.runbook(
                    secure.url("/ok"),
                    "  expect: {minCertificateDays: '31'}\n  issue: {title: Soon, details: '${FAILURE}'}\n");
            TaskResult stranger = tasks.runbook(secure.url("/ok"), "  issue: {title: Bad, details: '${FAILURE}'}\n");

            assertThat(days.metric()).isBetween(29.0, 30.0);
            assertThat(enough.metric()).isEqualTo(1.0);
            assertThat(few.issues().getFirst().details()).contains("certificate valid for 31 days, found 29");
            assertThat(stranger.issues().getFirst().details()).contains("No secure connection", "certification path");
        }
    }
}
