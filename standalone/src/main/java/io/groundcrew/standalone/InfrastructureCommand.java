package io.groundcrew.standalone;

import io.groundcrew.embedded.DatabaseSettings;
import io.groundcrew.embedded.EmbeddedDatabase;
import io.groundcrew.embedded.EmbeddedKafka;
import io.groundcrew.embedded.KafkaSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "infrastructure",
        description =
                "Starts the broker or the database alone, and writes the configuration files of the services that are to run beside them.")
final class InfrastructureCommand implements Callable<Integer> {

    /** What one process of the infrastructure holds. */
    enum Part {
        broker,
        database
    }

    @Parameters(description = "One of ${COMPLETION-CANDIDATES}.")
    private Part part = Part.database;

    @Option(names = "--port", defaultValue = "8080", description = "The gateway's port (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--data-dir",
            defaultValue = ".groundcrew",
            description = "Where everything is kept (default: ${DEFAULT-VALUE}).")
    private Path dataDirectory = Path.of(".groundcrew");

    private final CountDownLatch down = new CountDownLatch(1);

    @Override
    public Integer call() throws IOException, InterruptedException {
        switch (part) {
            case broker -> broker();
            case database -> database();
        }
        return 0;
    }

    /** Once services were told where it listens, it listens there only. */
    private void broker() throws InterruptedException {
        Path root = dataDirectory.toAbsolutePath().normalize();
        Path told = root.resolve("config/broker.properties");
        KafkaSettings settings = KafkaSettings.in(root.resolve("kafka"));
        try (EmbeddedKafka kafka = EmbeddedKafka.start(Files.exists(told) ? settings.onTheSamePort() : settings)) {
            write(told, ServiceProperties.kafka(kafka));
            awaitEnd();
        }
    }

    /** The database's process holds the data directory. When it is started again, it and the services keep their ports. */
    private void database() throws IOException, InterruptedException {
        Installation installation = Installation.find();
        try (DataDirectory data = DataDirectory.open(dataDirectory);
                EmbeddedDatabase database = EmbeddedDatabase.start(settings(data))) {
            if (!Files.exists(data.ready())) {
                ServiceProperties properties =
                        new ServiceProperties(data, Map.of(), database::createSchema, installation, Ports.choose(port));
                for (Service service : Service.values()) {
                    write(data.root().resolve("config").resolve(service.id() + ".properties"), properties.of(service));
                }
                PrivateFiles.write(data.ready(), "");
            }
            awaitEnd();
        }
    }

    private static DatabaseSettings settings(DataDirectory data) {
        DatabaseSettings settings = DatabaseSettings.in(data.database());
        return Files.exists(data.ready()) ? settings.onTheSamePort() : settings;
    }

    private static void write(Path file, Map<String, String> properties) {
        Properties written = new Properties();
        written.putAll(properties);
        ByteArrayOutputStream escaped = new ByteArrayOutputStream();
        try {
            written.store(escaped, null);
        } catch (IOException e) {
            throw new UncheckedIOException("Nothing fails in memory", e);
        }
        PrivateFiles.write(file, escaped.toString(StandardCharsets.ISO_8859_1));
    }

    private void awaitEnd() throws InterruptedException {
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(main), "down"));
        down.await();
    }

    private void end(Thread main) {
        down.countDown();
        try {
            main.join(Duration.ofSeconds(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
