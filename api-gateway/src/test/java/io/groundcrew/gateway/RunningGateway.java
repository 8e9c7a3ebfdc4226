package io.groundcrew.gateway;

import io.groundcrew.embedded.ServiceDatabase;
import io.groundcrew.embedded.test.TestClock;
import io.groundcrew.embedded.test.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A gateway with its database and the two services behind it. */
final class RunningGateway implements AutoCloseable {

    final TestClock clock = new TestClock(Instant.parse("2026-03-01T10:00:00Z"));
    final LostTransactions lostTransactions = new LostTransactions();
    final RecordingService runner;
    final RecordingService insight;
    final Path directory;
    final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ServiceDatabase database = TestDatabase.fresh("gateway");
    private ConfigurableApplicationContext context;

    RunningGateway(Path directory, String... properties) throws IOException {
        this.directory = directory;
        runner = new RecordingService("runner");
        insight = new RecordingService("insight");
        context = start(properties);
    }

    void restart(String... properties) {
        context.close();
        context = start(properties);
    }

    private ConfigurableApplicationContext start(String... more) {
        List<String> properties = new ArrayList<>(List.of(
                "spring.flyway.connect-retries=0",
                "server.address=127.0.0.1",
                "server.port=0",
                "management.server.port=0",
                "management.server.address=127.0.0.1",
                "spring.datasource.url=" + database.url(),
                "spring.datasource.username=" + database.user(),
                "spring.datasource.password=" + database.password(),
                "groundcrew.keys.private-directory=" + directory.resolve("keys/private"),
                "groundcrew.keys.public-directory=" + directory.resolve("keys/public"),
                "gateway.admin-token-file=" + adminTokenFile(),
                "gateway.services.runner.url=" + runner.url(),
                "gateway.services.insight.url=" + insight.url(),
                "gateway.streams.check-interval=50ms"));
        properties.addAll(List.of(more));
        return new SpringApplicationBuilder(GatewayConfiguration.class)
                .initializers(starting -> {
                    GenericApplicationContext beans = (GenericApplicationContext) starting;
                    beans.registerBean("movedByHand", Clock.class, () -> clock, bean -> bean.setPrimary(true));
                    beans.registerBean("lostTransactions", LostTransactions.class, () -> lostTransactions);
                })
                .properties("spring.config.name=gateway")
                // As arguments, since builder properties are defaults, which gateway.yml overrides.
                .run(properties.stream().map(each -> "--" + each).toArray(String[]::new));
    }

    Path adminTokenFile() {
        return directory.resolve("made/admin-token");
    }

    String adminToken() {
        try {
            return Files.readString(adminTokenFile()).strip();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token with these roles, put into the database as the gateway stores them. */
    String token(String rolesJson) {
        String secret = "gc_" + UUID.randomUUID();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            database()
                    .sql("""
                            INSERT INTO access_token (id, subject, roles, hash, created_at)
                            VALUES (:id, 'tester', :roles::jsonb, :hash, now())""")
                    .param("id", UUID.randomUUID())
                    .param("roles", rolesJson)
                    .param("hash", hash)
                    .update();
            return secret;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    JdbcClient database() {
        return context.getBean(JdbcClient.class);
    }

    /** A connection beside the gateway's own. */
    Connection connectToDatabase() throws SQLException {
        return database.connect();
    }

    int port() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    int managementPort() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.management.port"));
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path));
    }

    HttpRequest.Builder asAdmin(String path) {
        return request(path).header("Authorization", "Bearer " + adminToken());
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends a request line and headers as they are written, and returns the whole answer. */
    String sendRaw(String method, String target, String... headers) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port())) {
            socket.setSoTimeout(10_000);
            String all = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
            String text = method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + port() + "\r\n" + all
                    + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    HttpResponse<InputStream> open(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    HttpResponse<String> logIn(String token) {
        return send(request("/api/v3/session")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"token\":\"" + token + "\"}")));
    }

    /** The name and value of the cookie a log-in set. */
    String session(String token) {
        String cookie = logIn(token).headers().firstValue("Set-Cookie").orElseThrow();
        return cookie.substring(0, cookie.indexOf(';'));
    }

    @Override
    public void close() {
        context.close();
        client.shutdownNow();
        runner.close();
        insight.close();
    }
}
