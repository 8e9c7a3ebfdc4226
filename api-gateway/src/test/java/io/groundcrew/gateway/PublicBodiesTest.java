package io.groundcrew.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Anybody may send a push webhook, so what such requests may hold of the gateway's memory is bounded. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PublicBodiesTest {

    private static final String WEBHOOK = "/api/v3/codecollections/x/webhook";

    @TempDir
    Path directory;

    @AutoClose
    private RunningGateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new RunningGateway(
                directory,
                "gateway.public-bodies.most=2",
                "gateway.public-bodies.within=10s",
                "gateway.response-timeout=5s");
    }

    @Test
    void areFewAtATimeAndEndWhenTheyAreNotWholeInTime() throws IOException {
        try (Socket one = begin();
                Socket other = begin()) {
            await().untilAsserted(() -> assertThat(push().statusCode()).isEqualTo(429));
            HttpResponse<String> refused = push();
            assertThat(refused.headers().firstValue("Retry-After")).contains("10");
            assertThat(refused.body()).contains("at most 2 requests without a token", "Send it again in 10 s");
            assertThat(gateway.send(gateway.asAdmin("/api/v3/workspaces")).statusCode())
                    .isEqualTo(200);

            gateway.clock.advance(Duration.ofSeconds(10));
            for (Socket slow : List.of(one, other)) {
                send(slow, "x");
                assertThat(answerOf(slow)).startsWith("HTTP/1.1 408 ").contains("the whole body within 10 s");
            }
            await().untilAsserted(() -> assertThat(push().statusCode()).isEqualTo(200));
        }
    }

    @Test
    void endWhenNothingMoreOfThemComes() throws IOException {
        gateway.restart("gateway.public-bodies.most=1", "server.tomcat.connection-timeout=300ms");
        try (Socket silent = begin()) {
            assertThat(answerOf(silent)).startsWith("HTTP/1.1 408 ");
            assertThat(push().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void countUntilTheServiceHasAnswered() {
        gateway.runner.silent = true;
        List<CompletableFuture<HttpResponse<String>>> waiting =
                Stream.of(pushLater(), pushLater()).toList();
        await().untilAsserted(() -> assertThat(gateway.runner.arrived).hasSize(2));

        assertThat(push().statusCode()).isEqualTo(429);

        gateway.runner.silent = false;
        assertThat(waiting)
                .allSatisfy(each -> assertThat(each.join().statusCode()).isEqualTo(503));
        assertThat(push().statusCode()).isEqualTo(200);
    }

    @Test
    void thatComeAtOnceTakeTurns() {
        List<CompletableFuture<HttpResponse<String>>> pushes =
                Stream.generate(this::pushLater).limit(30).toList();
        assertThat(pushes)
                .allSatisfy(each -> assertThat(each.join().statusCode()).isEqualTo(200));
    }

    private HttpResponse<String> push() {
        return gateway.send(webhook());
    }

    private CompletableFuture<HttpResponse<String>> pushLater() {
        return gateway.client.sendAsync(webhook().build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder webhook() {
        return gateway.request(WEBHOOK)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"ref\": 1}"));
    }

    /** A push that says it has more to send. */
    private Socket begin() throws IOException {
        Socket socket = new Socket("127.0.0.1", gateway.port());
        socket.setSoTimeout(30_000);
        send(
                socket,
                "POST " + WEBHOOK + " HTTP/1.1\r\nHost: 127.0.0.1:" + gateway.port()
                        + "\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{");
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** Up to the first brace that is closed, which a problem has at its end. */
    private static String answerOf(Socket socket) throws IOException {
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("}") < 0) {
            answer.append((char) socket.getInputStream().read());
        }
        return answer.toString();
    }
}
