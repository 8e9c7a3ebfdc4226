package io.groundcrew.standalone;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "infrastructure",
        description =
                "Starts the broker and the database only, and writes a configuration file for each service that is to run beside them.")
final class InfrastructureCommand implements Callable<Integer> {

    @Option(names = "--port", defaultValue = "8080", description = "The gateway's port (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--data-dir",
            defaultValue = ".groundcrew",
            description = "Where everything is kept (default: ${DEFAULT-VALUE}).")
    private Path dataDirectory = Path.of(".groundcrew");

    @Override
    public Integer call() throws IOException, InterruptedException {
        Installation installation = Installation.find();
        Map<Service, Integer> ports = Ports.choose(port);
        CountDownLatch down = new CountDownLatch(1);
        Thread main = Thread.currentThread();
        try (DataDirectory data = DataDirectory.open(dataDirectory);
                Infrastructure infrastructure = Infrastructure.start(data)) {
            ServiceProperties properties = new ServiceProperties(data, infrastructure, installation, ports);
            for (Service service : Service.values()) {
                Path file = data.root().resolve("config").resolve(service.id() + ".properties");
                PrivateFiles.write(file, text(properties.of(service)));
            }
            PrivateFiles.write(data.root().resolve("config/ready"), "");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(main, down), "down"));
            down.await();
        }
        return 0;
    }

    private static String text(Map<String, String> properties) {
        return properties.entrySet().stream()
                .map(e -> e.getKey().replace(":", "\\:").replace("=", "\\=") + "="
                        + e.getValue().replace("\\", "\\\\") + "\n")
                .collect(Collectors.joining());
    }

    private static void end(Thread main, CountDownLatch down) {
        down.countDown();
        try {
            main.join(Duration.ofSeconds(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
