package io.groundcrew.insight;

import io.groundcrew.chassis.identity.Caller;
import io.groundcrew.chassis.identity.CallerTokens;
import io.groundcrew.chassis.identity.Role;
import io.groundcrew.chassis.kafka.KafkaConnection;
import io.groundcrew.chassis.kafka.KafkaSettings;
import io.groundcrew.chassis.keys.KeyProperties;
import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.contracts.wire.Wire;
import io.groundcrew.embedded.ServiceDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service on a real broker and database, and what tests need to talk to it. */
final class InsightServer implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path KEYS = keys();

    private final ConfigurableApplicationContext context;
    private final KafkaProducer<String, byte[]> producer;
    private final HttpClient http = HttpClient.newHttpClient();
    private final KeyRing keys = new KeyRing(new KeyProperties(KEYS.resolve("private"), KEYS.resolve("public")));

    private InsightServer(ConfigurableApplicationContext context, String bootstrapServers) {
        this.context = context;
        this.producer = new KafkaProducer<>(KafkaSettings.producer(KafkaConnection.to(bootstrapServers), "test", 0));
    }

    /** Starts a service; later arguments are {@code key=value} properties. */
    static InsightServer start(String bootstrapServers, ServiceDatabase database, String... properties) {
        createTopics(bootstrapServers);
        Map<String, Object> settings = new HashMap<>();
        settings.put("spring.config.name", "insight");
        settings.put("spring.main.banner-mode", "off");
        settings.put("spring.kafka.bootstrap-servers", bootstrapServers);
        settings.put("spring.datasource.url", database.url());
        settings.put("spring.datasource.username", database.user());
        settings.put("spring.datasource.password", database.password());
        settings.put("groundcrew.keys.private-directory", KEYS.resolve("insight"));
        settings.put("groundcrew.keys.public-directory", KEYS.resolve("public"));
        settings.put("server.port", 0);
        settings.put("server.address", "127.0.0.1");
        settings.put("management.server.port", 0);
        settings.put("management.server.address", "127.0.0.1");
        List.of(properties)
                .forEach(pair ->
                        settings.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1)));
        String[] arguments = settings.entrySet().stream()
                .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                .toArray(String[]::new);
        return new InsightServer(
                new SpringApplicationBuilder(InsightConfiguration.class).run(arguments), bootstrapServers);
    }

    static void createTopics(String bootstrapServers) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            for (String topic : List.of(Topics.EVENTS, Topics.OUTPUT, Topics.RESOURCES, Topics.REJECTED)) {
                try {
                    admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1)))
                            .all()
                            .get();
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw new IllegalStateException(e);
                    }
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    int managementPort() {
        return Integer.parseInt(context.getEnvironment().getProperty("local.management.port", "0"));
    }

    void publish(String topic, String key, @Nullable Object message) {
        send(topic, key, message == null ? null : Wire.write(message));
    }

    void send(String topic, String key, byte @Nullable [] value) {
        try {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** GET as a reader of one workspace. */
    HttpResponse<String> get(String workspace, String path) {
        return send(request(workspace, path).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** GET of JSON that must be answered with 200. */
    JsonNode json(String workspace, String path) {
        HttpResponse<String> response = get(workspace, path);
        if (response.statusCode() != 200) {
            throw new AssertionError(path + " answered " + response.statusCode() + ": " + response.body());
        }
        return JSON.readTree(response.body());
    }

    HttpResponse<InputStream> stream(String workspace, String path, @Nullable String lastEventId) {
        HttpRequest.Builder request = request(workspace, path);
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        return send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    HttpRequest.Builder request(String workspace, String path) {
        Caller caller = new Caller("tester", Map.of(workspace, Role.READONLY), "test");
        String token = CallerTokens.issue(keys.signing("gateway"), caller, Clock.systemUTC());
        String port = context.getEnvironment().getProperty("local.server.port");
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header(CallerTokens.HEADER, token);
    }

    <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
        context.close();
        http.close();
    }

    private static Path keys() {
        try {
            Path directory = Files.createTempDirectory("insight-keys");
            Files.createDirectories(directory.resolve("private"));
            Files.createDirectories(directory.resolve("insight"));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
