package io.groundcrew.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A single Kafka node (broker and controller) in this JVM, with share groups, listening on loopback only. Its data
 * survive {@link #close()} and the death of the JVM.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedKafka.class);

    private final InstanceDirectory directory;
    private final KafkaRaftServer server;
    private final int port;
    private final boolean credentials;
    private boolean closed;

    private EmbeddedKafka(InstanceDirectory directory, KafkaRaftServer server, int port, boolean credentials) {
        this.directory = directory;
        this.server = server;
        this.port = port;
        this.credentials = credentials;
    }

    /**
     * Starts the node and returns when it serves requests.
     *
     * @throws EmbeddedStartException if the directory is in use or unwritable, or the port must be the same and is taken
     */
    public static EmbeddedKafka start(KafkaSettings settings) {
        if (settings.directory().toString().indexOf(',') >= 0) {
            throw new EmbeddedStartException("Kafka takes a comma for the end of a path, and " + settings.directory()
                    + " has one; choose a data directory without");
        }
        InstanceDirectory directory = InstanceDirectory.open(settings.directory());
        try {
            int port = Ports.choose("Kafka", directory.port("port"), settings.samePort());
            int controllerPort = Ports.choose("Kafka's controller", directory.port("controller-port"), false);
            Properties properties = BrokerProperties.of(settings, directory, port, controllerPort);
            format(directory, properties);
            long begun = System.nanoTime();
            var server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
            server.startup();
            directory.remember("port", Integer.toString(port));
            directory.remember("controller-port", Integer.toString(controllerPort));
            log.info(
                    "Kafka listens on {}:{} after {} ms, data in {}",
                    Ports.LOOPBACK,
                    port,
                    (System.nanoTime() - begun) / 1_000_000,
                    directory.path());
            return new EmbeddedKafka(directory, server, port, settings.credentials());
        } catch (RuntimeException | IOException e) {
            directory.close();
            throw e instanceof EmbeddedStartException known
                    ? known
                    : new EmbeddedStartException(
                            "Kafka did not start in %s: %s".formatted(directory.path(), e.getMessage()), e);
        }
    }

    private static void format(InstanceDirectory directory, Properties properties) throws IOException {
        if (Files.exists(directory.path().resolve("log").resolve("meta.properties"))) {
            return;
        }
        Path file = directory.privateFile("format.properties");
        try {
            // Kafka reads it as Latin-1; written so, every other character is escaped.
            try (var out = Files.newOutputStream(file)) {
                properties.store(out, null);
            }
            var said = new ByteArrayOutputStream();
            int status = StorageTool.execute(
                    new String[] {"format", "-t", Uuid.randomUuid().toString(), "-c", file.toString()},
                    new PrintStream(said, true, StandardCharsets.UTF_8));
            if (status != 0) {
                throw new EmbeddedStartException("Kafka could not format %s: %s"
                        .formatted(directory.path(), said.toString(StandardCharsets.UTF_8)));
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Host and port for {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return Ports.LOOPBACK + ":" + port;
    }

    public int port() {
        return port;
    }

    /** Everything a client needs to connect: the bootstrap servers and, where asked for, the log-in. */
    public Map<String, String> clientProperties() {
        if (!credentials) {
            return Map.of("bootstrap.servers", bootstrapServers());
        }
        return Map.of(
                "bootstrap.servers",
                bootstrapServers(),
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                BrokerProperties.login(BrokerProperties.USER, directory.secret("password"), ""));
    }

    /** Stops the node; a second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        server.shutdown();
        server.awaitShutdown();
        directory.close();
    }
}
