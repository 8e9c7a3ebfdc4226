package io.groundcrew.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstResultsTest {

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void printsNothingWhenTheTokenIsKeptElsewhere() throws Exception {
        show(1, directory.resolve("admin-token"));
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    /** Attack case 25: what a task is called moves no cursor on the operator's terminal. */
    @Test
    void attackCase25PrintsNoControlCharacterOfATask() throws Exception {
        Path token = Files.writeString(directory.resolve("admin-token"), "gc_token");
        HttpServer api = answering("""
                {"results": [{"slxShortName": "disk", "taskTitle": "Look\\u001b[2J\\u009b2J\\nAround", "status": "PASS"}]}
                """);
        try {
            show(api.getAddress().getPort(), token);
        } finally {
            api.stop(0);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .isEqualTo("Log in with the token in " + token + "\n  PASS disk Look?[2J?2J Around\n");
    }

    private static HttpServer answering(String json) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            try (exchange) {
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        return server;
    }

    /** One round only. */
    private void show(int port, Path token) throws InterruptedException {
        CountDownLatch end = new CountDownLatch(0);
        FirstResults.show(port, token, end, new PrintStream(printed, true, StandardCharsets.UTF_8));
    }
}
