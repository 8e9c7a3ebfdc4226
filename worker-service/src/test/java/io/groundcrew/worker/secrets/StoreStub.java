package io.groundcrew.worker.secrets;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Stands where Kubernetes or Vault would: answers what the test laid down, by method and path. */
final class StoreStub implements AutoCloseable {

    /** What arrived; headers by lower-case name. */
    record Call(String line, Map<String, String> headers, String body) {}

    record Given(int status, String body) {}

    final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Map<String, Given> answers = new ConcurrentHashMap<>();
    private final HttpServer server;

    StoreStub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void answers(String line, int status, String body) {
        answers.put(line, new Given(status, body));
    }

    long callsOf(String line) {
        return calls.stream().filter(call -> call.line().equals(line)).count();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> headers = new ConcurrentHashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        calls.add(new Call(line, headers, body));
        Given given = answers.getOrDefault(line, new Given(404, "{\"errors\":[]}"));
        if (given.status() == 307) {
            exchange.getResponseHeaders().add("Location", given.body());
        }
        byte[] bytes = given.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(given.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
