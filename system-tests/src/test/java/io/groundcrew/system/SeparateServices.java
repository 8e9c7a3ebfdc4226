package io.groundcrew.system;

import static org.awaitility.Awaitility.await;

import io.groundcrew.embedded.DatabaseSettings;
import io.groundcrew.embedded.EmbeddedDatabase;
import io.groundcrew.embedded.EmbeddedKafka;
import io.groundcrew.embedded.KafkaSettings;
import io.groundcrew.embedded.ServiceDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** The four services as processes from their boot jars, beside a broker and a database that a test can stop and start. */
final class SeparateServices implements AutoCloseable {

    private static final List<String> SERVICES = List.of("runner", "insight", "worker", "gateway");

    private final Path directory;
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final Map<String, Process> processes = new LinkedHashMap<>();
    private final KafkaSettings kafkaSettings;
    private final DatabaseSettings databaseSettings;
    private EmbeddedKafka kafka;
    private EmbeddedDatabase database;

    SeparateServices(Path directory) {
        this.directory = directory;
        kafkaSettings = KafkaSettings.in(directory.resolve("kafka"));
        databaseSettings = DatabaseSettings.in(directory.resolve("postgres"));
        kafka = EmbeddedKafka.start(kafkaSettings);
        database = EmbeddedDatabase.start(databaseSettings);
        SERVICES.forEach(service -> ports.put(service, Installation.freePort()));
        SERVICES.forEach(service -> processes.put(service, start(service)));
        await().atMost(Duration.ofSeconds(90))
                .ignoreExceptions()
                .until(() -> api().get("/api/v3/workspaces").status() == 200
                        && api().get(Api.WORKSPACE + "/insights").status() == 200);
    }

    Api api() {
        try {
            return new Api(
                    url("gateway"),
                    Files.readString(directory.resolve("admin-token")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void stopKafka() {
        kafka.close();
    }

    void startKafka() {
        kafka = EmbeddedKafka.start(kafkaSettings);
    }

    void stopDatabase() {
        database.close();
    }

    void startDatabase() {
        database = EmbeddedDatabase.start(databaseSettings);
    }

    @Override
    public void close() {
        processes.values().forEach(Process::destroy);
        processes.values().forEach(process -> process.onExit().join());
        kafka.close();
        database.close();
    }

    private Process start(String service) {
        try {
            Path file = directory.resolve(service + ".properties");
            try (var writer = Files.newBufferedWriter(file)) {
                properties(service).store(writer, null);
            }
            String java = ProcessHandle.current().info().command().orElse("java");
            return new ProcessBuilder(
                            java,
                            "-XX:+UseSerialGC",
                            "-Xmx256m",
                            "-XX:TieredStopAtLevel=1",
                            "-jar",
                            bootJar(service).toString(),
                            "--spring.config.additional-location=file:" + file)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve(service + ".log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Properties properties(String service) {
        Properties properties = new Properties();
        kafka.clientProperties()
                .forEach((key, value) -> properties.put(
                        key.equals("bootstrap.servers")
                                ? "spring.kafka.bootstrap-servers"
                                : "spring.kafka.properties[" + key + "]",
                        value));
        properties.put(
                "groundcrew.keys.private-directory",
                directory.resolve("keys/" + service).toString());
        properties.put(
                "groundcrew.keys.public-directory",
                directory.resolve("keys/public").toString());
        properties.put("server.address", "127.0.0.1");
        properties.put("server.port", String.valueOf(ports.get(service)));
        properties.put("management.server.port", "-1");
        if (!service.equals("worker")) {
            ServiceDatabase schema = database.createSchema(service);
            properties.put("spring.datasource.url", schema.url());
            properties.put("spring.datasource.username", schema.user());
            properties.put("spring.datasource.password", schema.password());
        }
        properties.put(
                service + ".data-directory",
                directory.resolve("data/" + service).toString());
        properties.put(service + ".file-roots", "/");
        properties.put(
                "worker.execute.runtime-directory",
                Installation.HOME.resolve("task-runtime/target/runtime").toString());
        properties.put("worker.api-base-url", url("gateway"));
        properties.put("gateway.services.runner.url", url("runner"));
        properties.put("gateway.services.insight.url", url("insight"));
        properties.put(
                "gateway.admin-token-file", directory.resolve("admin-token").toString());
        return properties;
    }

    private String url(String service) {
        return "http://127.0.0.1:" + ports.get(service);
    }

    private static Path bootJar(String service) throws IOException {
        String module = service.equals("gateway") ? "api-gateway" : service + "-service";
        try (Stream<Path> files = Files.list(Installation.HOME.resolve(module + "/target"))) {
            return files.filter(file -> file.toString().endsWith("-boot.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
