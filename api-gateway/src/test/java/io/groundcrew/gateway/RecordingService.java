package io.groundcrew.gateway;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** A service behind the gateway: answers every request, says who it is, and remembers what arrived. */
final class RecordingService implements AutoCloseable {

    record Arrived(String method, String target, Headers headers, String body) {}

    final List<Arrived> arrived = new CopyOnWriteArrayList<>();
    /** What event streams send; an empty text ends a stream. */
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    volatile int status = 200;
    /** Takes requests and does not answer them. */
    volatile boolean silent;

    private final String name;
    private final HttpServer server;

    RecordingService(String name) throws IOException {
        this.name = name;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    Arrived last() {
        return arrived.getLast();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String target = exchange.getRequestURI().toString();
        arrived.add(new Arrived(exchange.getRequestMethod(), target, exchange.getRequestHeaders(), body));
        if (silent) {
            return;
        }
        if (target.endsWith("/log/stream")) {
            stream(exchange);
            return;
        }
        byte[] bytes = ("{\"service\":\"" + name + "\"}").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.getResponseHeaders().add("X-Log-Attempt", "2");
        exchange.getResponseHeaders().add("X-Log-Length", "3");
        exchange.getResponseHeaders().add("Set-Cookie", "inner=1");
        exchange.getResponseHeaders().add("Access-Control-Allow-Origin", "*");
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private void stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            // Jdk's server sends headers with the first bytes.
            out.write(":open\n\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            for (String event = events.take(); !event.isEmpty(); event = events.take()) {
                out.write(event.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
