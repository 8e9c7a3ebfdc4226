package io.groundcrew.worker.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.worker.run.TaskExecutor.RunningTask;
import io.groundcrew.worker.run.TaskResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile values and hostile servers: attack cases 21 and 43. */
class RestSafetyTest {

    private static final String KEY = "  headers: {Authorization: 'Bearer ${API_KEY}', Cookie: a=b}\n";

    @TempDir
    Path directory;

    private final CountDownLatch over = new CountDownLatch(1);
    private RestTasks tasks;
    private WebServer server;

    @BeforeEach
    void serve() throws Exception {
        tasks = new RestTasks(directory, new RestProperties(List.of("127.0.0.2"), null));
        server = WebServer.start().json("/ok", "{}");
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.close();
        tasks.close();
    }

    @Test
    void case21RefusesALineBreakInAHeader() throws Exception {
        for (String value : List.of("x\r\nX-Evil: 1", "x\nX-Evil: 1", "x\rX-Evil: 1", "“x”")) {
            TaskResult result =
                    tasks.sli(server.url("/ok"), "  headers: {X-Name: '${VALUE}'}\n", Map.of("VALUE", value));

            assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(result.reason()).contains("header X-Name", "headers cannot carry");
        }
        assertThat(server.requests).isEmpty();
    }

    @Test
    void case21TakesNoMoreOfABodyThanTheCap() throws Exception {
        server.on("/huge", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            endless(exchange.getResponseBody());
        });

        assertFailure(tasks.runbook(server.url("/huge"), ""), "longer than 1048576 bytes");
    }

    @Test
    void case21TakesNoMoreOfAPackedBodyThanTheCap() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            gzip.write(new byte[64 << 20]);
        }
        server.on("/bomb", exchange -> {
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            WebServer.send(exchange, 200, bomb.toByteArray());
        });

        assertFailure(tasks.runbook(server.url("/bomb"), ""), "longer than 1048576 bytes");
    }

    @Test
    void unpacksAnAnswer() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("{\"n\":5}".getBytes());
        }
        server.on("/packed", exchange -> {
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            WebServer.send(exchange, 200, packed.toByteArray());
        });

        assertThat(tasks.sli(server.url("/packed"), "  metric: {jsonPath: $.n}\n")
                        .metric())
                .isEqualTo(5.0);
    }

    @Test
    void case21EndsAnAnswerThatNeverEnds() throws Exception {
        TaskResult result = callThatDrips(Duration.ofMillis(700)).await();

        assertThat(result.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(result.reason()).contains("no whole answer in time");
    }

    @Test
    void endsACallWhenTheRunIsCancelled() throws Exception {
        RunningTask running = callThatDrips(Duration.ofSeconds(60));
        await().until(() -> !server.requests.isEmpty());

        running.kill();

        assertThat(running.await().outcome()).isEqualTo(Outcome.CANCELLED);
    }

    private RunningTask callThatDrips(Duration timeout) throws IOException {
        server.on("/drip", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            drip(exchange.getResponseBody());
        });
        tasks.fixture.file(
                "codebundle.yaml",
                "title: B\nrunbook: [{title: Call, type: rest, url: '" + server.url("/drip") + "'}]\n");
        return tasks.fixture.start(RobotKind.RUNBOOK, "codebundle.yaml", Map.of(), timeout);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "gopher://127.0.0.1/",
                "ftp://127.0.0.1/",
                "jar:http://127.0.0.1!/",
                "http://user:hush@127.0.0.1/",
                "javascript:alert(1)"
            })
    void case21FollowsNoRedirectElsewhere(String location) throws Exception {
        server.redirect("/away", location);

        TaskResult result = tasks.runbook(server.url("/away"), "");

        assertFailure(result, "redirects to what is not followed");
        assertThat(result.reason()).doesNotContain("hush");
    }

    @Test
    void case21FollowsFiveRedirectsAtMost() throws Exception {
        server.redirect("/round", "/round");

        assertFailure(tasks.runbook(server.url("/round"), ""), "more than 5 times");
        assertThat(server.requests).hasSize(6);
    }

    @Test
    void case21TakesHeadersAndBodyToNoOtherHost() throws Exception {
        String fields = KEY + "  body: 'key=${API_KEY}'\n";
        try (WebServer other = WebServer.start().json("/ok", "{}")) {
            server.redirect("/same", "/ok").redirect("/away", other.url("/ok"));

            tasks.runbook(server.url("/same"), fields);
            tasks.runbook(server.url("/away"), fields);

            assertThat(server.requests)
                    .hasSize(3)
                    .allSatisfy(request -> assertThat(request.headers()).containsKeys("Authorization", "Cookie"))
                    .allSatisfy(request -> assertThat(request.body()).isEqualTo("key=hush"));
            assertThat(other.requests)
                    .singleElement()
                    .satisfies(request -> assertThat(request.headers()).doesNotContainKeys("Authorization", "Cookie"))
                    .satisfies(request -> assertThat(request.body()).isEmpty());
        }
    }

    @Test
    void case21KeepsNoCookies() throws Exception {
        server.on("/cookie", exchange -> {
            exchange.getResponseHeaders().add("Set-Cookie", "id=1; Path=/");
            exchange.getResponseHeaders().add("Location", "/ok");
            WebServer.send(exchange, 302, new byte[0]);
        });

        tasks.runbook(server.url("/cookie"), "");
        tasks.runbook(server.url("/ok"), "");

        assertThat(server.requests)
                .hasSize(3)
                .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("Cookie"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.2:1/", "http://[::ffff:127.0.0.2]:1/", "http://[::7f00:2]:1/"})
    void case43ReachesNoDeniedAddress(String url) throws Exception {
        TaskResult result = tasks.sli(url, "");
        assertFailure(result, "is denied: 127.0.0.2");
        assertThat(result.metric()).as("it is not the service that is down").isNull();
        server.redirect("/away", url);
        assertFailure(tasks.runbook(server.url("/away"), ""), "is denied: 127.0.0.2");
    }

    @Test
    void case43AsksAboutTheAddressThatANameHas() throws Exception {
        try (RestTasks strict =
                new RestTasks(directory.resolve("strict"), new RestProperties(List.of("127.0.0.0/8", "::1"), null))) {
            for (String host : List.of("localhost", "127.0.0.1", "LOCALHOST", "0.0.0.0", "[::1]", "[::]")) {
                assertFailure(strict.runbook("http://" + host + ":" + server.port() + "/ok", ""), "is denied");
            }
            // What Java does not read as a host is not called at all.
            for (String host : List.of("2130706433", "0x7f.1", "0177.0.0.1", "127.1", "0")) {
                assertThat(strict.runbook("http://" + host + ":" + server.port() + "/ok", "")
                                .outcome())
                        .isEqualTo(Outcome.FAILED);
            }
        }
        assertThat(server.requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "http://u:hush@127.0.0.1/", "unix:///run/x", "//x", "http:///x", ""})
    void case43CallsHttpUrlsOnly(String url) throws Exception {
        TaskResult result = tasks.sli("${VALUE}", "", Map.of("VALUE", url));

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.reason()).contains("Expected a").doesNotContain("hush");
    }

    private static void assertFailure(TaskResult result, String words) {
        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.reason()).contains(words);
    }

    private static void endless(OutputStream stream) {
        try {
            while (true) {
                stream.write(new byte[65_536]);
            }
        } catch (IOException e) {
            // The caller has hung up.
        }
    }

    /** A byte every few milliseconds, so that no read ever waits long. */
    private void drip(OutputStream stream) {
        try {
            while (!over.await(5, TimeUnit.MILLISECONDS)) {
                stream.write('x');
                stream.flush();
            }
        } catch (IOException | InterruptedException e) {
            // The caller has hung up.
        }
    }
}
