package io.groundcrew.gateway.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServiceClientTest {

    private static final String OK = "HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nok";
    private static final String STREAM = "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n";

    private final ServiceClient client = new ServiceClient(Duration.ofSeconds(2), Duration.ofMillis(300));

    @AfterEach
    void close() {
        client.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a%2Fb/%2e%2e/%C3%BC/~%7e;v=1",
                "/a/../b/./c//d/",
                "//a/b",
                "/a?q=a%2Fb+c&q=%C3%BC&&empty=&flag",
                "/a?"
            })
    void sendsPathAndQueryAsTheyAre(String target) throws IOException {
        try (TextService service = new TextService(OK)) {
            assertThat(get(service.at(target))).isEqualTo("ok");
            assertThat(service.heads.getLast().getFirst()).isEqualTo("GET " + target + " HTTP/1.1");
        }
    }

    @Test
    void addsNothingToARequestButWhatCarriesIt() throws IOException {
        HttpHeaders headers = new HttpHeaders();
        headers.addAll("Accept", List.of("text/plain", "text/html"));
        headers.add("traceparent", "00-1");
        try (TextService service = new TextService(OK)) {
            URI uri = service.at("/");
            String host = "Host: " + uri.getAuthority();
            read(client.send("GET", uri, headers, new byte[0]));
            assertThat(service.heads.getLast())
                    .containsExactlyInAnyOrder(
                            "GET / HTTP/1.1",
                            "Accept: text/plain",
                            "Accept: text/html",
                            "traceparent: 00-1",
                            host,
                            "Connection: keep-alive");
            read(client.send("POST", uri, new HttpHeaders(), "body\r\n".getBytes(UTF_8)));
            assertThat(service.heads.getLast())
                    .containsExactlyInAnyOrder("POST / HTTP/1.1", "Content-Length: 6", host, "Connection: keep-alive");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "302 \r\nLocation: /elsewhere",
                "401 \r\nWWW-Authenticate: Basic realm=\"x\"",
                "503 \r\nRetry-After: 1",
                "200 \r\nContent-Encoding: gzip",
                "200 \r\nSet-Cookie: a=1"
            })
    void givesAnAnswerAsItCame(String head) throws IOException {
        try (TextService service =
                new TextService("HTTP/1.1 " + head + "\r\nX: 1\r\nX: 2\r\nContent-Length: 2\r\n\r\nok")) {
            for (int call = 1; call <= 2; call++) {
                ServiceClient.Answer answer = client.send("GET", service.at("/"), new HttpHeaders(), new byte[0]);
                assertThat(answer.status()).isEqualTo(Integer.parseInt(head.substring(0, 3)));
                assertThat(answer.headers().get("X")).containsExactly("1", "2");
                String[] header = head.split("\r\n")[1].split(": ");
                assertThat(answer.headers().get(header[0])).containsExactly(header[1]);
                assertThat(read(answer)).isEqualTo("ok");
                assertThat(service.heads).hasSize(call);
            }
            assertThat(service.heads.getFirst()).isEqualTo(service.heads.getLast());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, '200 \r\nContent-Length: 2\r\n\r\nok', ok",
        "GET, '200 \r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n', ok",
        "GET, '200 \r\nContent-Length: 0\r\n\r\n', ''",
        "GET, '204 \r\n\r\n', ''",
        "GET, '304 \r\nETag: \"1\"\r\n\r\n', ''",
        "HEAD, '200 \r\nContent-Length: 2\r\n\r\n', ''"
    })
    void keepsAConnectionWhoseAnswerCameWhole(String method, String answer, String body) throws IOException {
        try (TextService service = new TextService("HTTP/1.1 " + answer)) {
            for (int call = 1; call <= 3; call++) {
                assertThat(read(client.send(method, service.at("/"), new HttpHeaders(), new byte[0])))
                        .isEqualTo(body);
            }
            assertThat(service.heads).hasSize(3);
            assertThat(service.connections).hasSize(1);
        }
    }

    @Test
    void givesUpTheConnectionOfABodyThatIsClosedBeforeItsEnd() throws IOException {
        try (TextService service = new TextService(STREAM)) {
            for (int call = 1; call <= 3; call++) {
                client.send("GET", service.at("/"), new HttpHeaders(), new byte[0])
                        .body()
                        .close();
                await().untilAsserted(() -> assertThat(service.ended).isEqualTo(service.connections));
                assertThat(service.connections).hasSize(call);
            }
        }
    }

    @Test
    void endsABlockedReadWhenAnotherThreadClosesTheBody() throws Exception {
        try (TextService service = new TextService(STREAM)) {
            InputStream body = client.send("GET", service.at("/"), new HttpHeaders(), new byte[0])
                    .body();
            assertThat(body.readNBytes(3)).asString().isEqualTo("one");
            CountDownLatch reading = new CountDownLatch(1);
            CompletableFuture<Object> ended = new CompletableFuture<>();
            Thread reader = Thread.ofVirtual().start(() -> {
                reading.countDown();
                try {
                    ended.complete(body.read());
                } catch (IOException e) {
                    ended.complete(e);
                }
            });
            reading.await();
            await().until(() -> reader.getState() == Thread.State.WAITING);
            body.close();
            assertThat(ended.get()).isInstanceOf(IOException.class);
            await().untilAsserted(() -> assertThat(service.ended).hasSize(1));
        }
    }

    @Test
    void doesNotTouchAConnectionThatServesTheNextWhenABodyIsClosedAfterItsEnd() throws IOException {
        try (TextService service = new TextService(OK)) {
            ServiceClient.Answer first = client.send("GET", service.at("/"), new HttpHeaders(), new byte[0]);
            assertThat(first.body().readAllBytes()).hasSize(2);
            ServiceClient.Answer second = client.send("GET", service.at("/"), new HttpHeaders(), new byte[0]);
            first.body().close();
            assertThat(read(second)).isEqualTo("ok");
            assertThat(service.connections).hasSize(1);
        }
    }

    @Test
    void letsAStreamBeSilentForLongerThanAnAnswerMayTake() throws IOException {
        try (TextService service = new TextService(STREAM)) {
            ServiceClient.Answer stream = client.send("GET", service.at("/"), new HttpHeaders(), new byte[0]);
            assertThat(stream.body().readNBytes(3)).asString().isEqualTo("one");
            letTheResponseTimeoutPass();
            service.write("3\r\ntwo\r\n0\r\n\r\n");
            assertThat(read(stream)).isEqualTo("two");
        }
    }

    @Test
    void sendsTheNextPostOverAFreshConnectionWhenTheServiceClosedTheKeptOne() throws IOException {
        try (TextService service = new TextService(OK)) {
            get(service.at("/"));
            service.connections.getFirst().close();
            letTheResponseTimeoutPass();
            assertThat(read(client.send("POST", service.at("/"), new HttpHeaders(), new byte[0])))
                    .isEqualTo("ok");
            assertThat(service.connections).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 \r\nX: "})
    void waitsForTheHeadersOfAnAnswerNoLongerThanItMayTake(String start) throws IOException {
        try (TextService service = new TextService(start)) {
            assertThatThrownBy(() -> get(service.at("/")))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage("no answer within PT0.3S");
            await().untilAsserted(() -> assertThat(service.ended).hasSize(1));
            assertThat(service.heads).hasSize(1);
        }
    }

    @Test
    void failsWhenNobodyListens() throws IOException {
        // Bound, so that nobody else gets the port meanwhile, and not listening.
        try (Socket bound = new Socket()) {
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            URI nobody = URI.create("http://127.0.0.1:" + bound.getLocalPort() + "/");
            assertThatThrownBy(() -> get(nobody)).isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> get(URI.create("http://nobody.invalid/"))).isInstanceOf(IOException.class);
    }

    /** By a call to a service that takes a request and says nothing. */
    private void letTheResponseTimeoutPass() throws IOException {
        try (TextService silent = new TextService("")) {
            assertThatThrownBy(() -> get(silent.at("/"))).isInstanceOf(SocketTimeoutException.class);
        }
    }

    private String get(URI uri) throws IOException {
        return read(client.send("GET", uri, new HttpHeaders(), new byte[0]));
    }

    private static String read(ServiceClient.Answer answer) throws IOException {
        try (InputStream body = answer.body()) {
            return new String(body.readAllBytes(), UTF_8);
        }
    }
}
