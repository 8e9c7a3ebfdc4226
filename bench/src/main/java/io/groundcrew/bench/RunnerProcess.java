package io.groundcrew.bench;

import io.groundcrew.chassis.identity.Caller;
import io.groundcrew.chassis.identity.CallerTokens;
import io.groundcrew.chassis.identity.Role;
import io.groundcrew.chassis.keys.SigningKey;
import io.groundcrew.embedded.ServiceDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** A runner as a process of its own, started from its boot jar as {@code up --separate} does. */
final class RunnerProcess implements AutoCloseable {

    private static final String SERVICE = "runner";

    private final Process process;
    private final Path log;
    private final Client client;

    private RunnerProcess(Process process, Path log, Client client) {
        this.process = process;
        this.log = log;
        this.client = client;
    }

    /** Starts one and waits until its API answers; all of one infrastructure are one installation. */
    static RunnerProcess start(Infrastructure infrastructure, String name) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(infrastructure.directory().resolve(name));
        Path file = directory.resolve("runner.properties");
        int port = freePort();
        try (var writer = Files.newBufferedWriter(file)) {
            properties(infrastructure, directory, port).store(writer, null);
        }
        Path log = directory.resolve("runner.log");
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-jar",
                        bootJar().toString(),
                        "--spring.config.additional-location=file:" + file)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        SigningKey gateway = infrastructure.keys("gateway").signing(CallerTokens.ISSUER);
        Caller caller = new Caller("bench", Map.of(Caller.EVERYWHERE, Role.ADMIN), "bench");
        RunnerProcess runner = new RunnerProcess(
                process,
                log,
                new Client(
                        "http://127.0.0.1:" + port,
                        CallerTokens.HEADER,
                        () -> CallerTokens.issue(gateway, caller, Clock.systemUTC())));
        runner.awaitApi();
        return runner;
    }

    Client client() {
        return client;
    }

    /** Processor time since its start, in milliseconds. */
    double processorMillis() throws IOException {
        return ProcessorTime.ofTree(process.toHandle());
    }

    /** Ends it as a machine that breaks does. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }

    private void awaitApi() throws IOException, InterruptedException {
        while (true) {
            try {
                client.get(Client.WORKSPACE);
                return;
            } catch (IOException | IllegalStateException notYet) {
                if (!process.isAlive()) {
                    throw new IllegalStateException("The runner ended while it started:\n" + Files.readString(log));
                }
                Thread.sleep(Duration.ofMillis(200));
            }
        }
    }

    private static Properties properties(Infrastructure infrastructure, Path directory, int port) {
        Properties properties = new Properties();
        properties.put("spring.kafka.bootstrap-servers", infrastructure.kafka().bootstrapServers());
        infrastructure
                .kafka()
                .properties()
                .forEach((key, value) -> properties.put("spring.kafka.properties[" + key + "]", value));
        ServiceDatabase database = infrastructure.database(SERVICE);
        properties.put("spring.datasource.url", database.url());
        properties.put("spring.datasource.username", database.user());
        properties.put("spring.datasource.password", database.password());
        properties.put(
                "groundcrew.keys.private-directory",
                infrastructure.privateKeys(SERVICE).toString());
        properties.put(
                "groundcrew.keys.public-directory", infrastructure.publicKeys().toString());
        properties.put("server.address", "127.0.0.1");
        properties.put("server.port", String.valueOf(port));
        properties.put("management.server.port", "-1");
        properties.put("runner.data-directory", directory.resolve("data").toString());
        properties.put("runner.file-roots", "/");
        return properties;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Path bootJar() throws IOException {
        try (Stream<Path> files = Files.list(Launcher.HOME.resolve("runner-service/target"))) {
            return files.filter(file -> file.toString().endsWith("-boot.jar"))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalStateException(
                                    "Expected runner-service/target/*-boot.jar, found none. Build it with ./mvnw -DskipTests package."));
        }
    }
}
