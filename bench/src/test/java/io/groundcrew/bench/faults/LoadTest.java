package io.groundcrew.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.groundcrew.bench.Client;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadTest {

    private static final int CALLS = 50;

    private final AtomicInteger calls = new AtomicInteger();
    private HttpServer server;
    private Load load;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        load = new Load(new Client("http://127.0.0.1:" + server.getAddress().getPort(), "token"));
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void aCallThatIsRefusedIsNotRepeatedAndIsToldOf() throws Exception {
        answers(409, "{\"title\":\"Conflict\"}");

        assertThat(load.begin(1, Duration.ofMillis(20)).await(30, TimeUnit.SECONDS))
                .isTrue();

        assertThat(calls).hasValue(CALLS);
        assertThat(load.refused()).hasSize(CALLS).allMatch(refusal -> refusal.contains("409"));
        assertThat(load.doubts()).isEmpty();
    }

    @Test
    void eachCallIsMadeOnceMoreAndTheSameAnswerRaisesNoDoubt() throws Exception {
        answers(201, "{\"id\":\"1\",\"runRequests\":[{\"id\":\"a\"}]}");

        assertThat(load.begin(1, Duration.ofMillis(20)).await(30, TimeUnit.SECONDS))
                .isTrue();

        assertThat(calls).hasValue(2 * CALLS);
        assertThat(load.refused()).isEmpty();
        assertThat(load.doubts()).isEmpty();
    }

    private void answers(int status, String body) {
        server.createContext("/", exchange -> {
            calls.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status, body.length());
            exchange.getResponseBody().write(body.getBytes());
            exchange.close();
        });
    }
}
