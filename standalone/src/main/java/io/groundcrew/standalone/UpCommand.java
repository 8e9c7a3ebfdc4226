package io.groundcrew.standalone;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "up", description = "Starts everything in this process.")
final class UpCommand implements Callable<Integer> {

    @Option(names = "--port", defaultValue = "8080", description = "The gateway's port (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--data-dir",
            defaultValue = ".groundcrew",
            description = "Where everything is kept (default: ${DEFAULT-VALUE}).")
    private Path dataDirectory = Path.of(".groundcrew");

    @Override
    public Integer call() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Installation installation = Installation.find();
        Map<Service, Integer> ports = Ports.choose(port);
        CountDownLatch down = new CountDownLatch(1);
        Thread main = Thread.currentThread();
        try (DataDirectory data = DataDirectory.open(dataDirectory)) {
            System.out.println("Starting Kafka and PostgreSQL in " + data.root() + " …");
            try (Infrastructure infrastructure = Infrastructure.start(data)) {
                System.out.println("Starting runner, worker, insight and gateway …");
                ServiceProperties properties = new ServiceProperties(
                        data, infrastructure.kafkaProperties(), infrastructure::databaseOf, installation, ports);
                try (Services services = Services.start(properties)) {
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitEnd(main, down), "down"));
                    Duration took = Duration.ofNanos(System.nanoTime() - begun);
                    System.out.printf(
                            "Groundcrew is ready after %.1f s: http://%s:%d%n",
                            took.toMillis() / 1000.0, Installation.LOOPBACK, port);
                    FirstResults.show(port, data.adminToken(), down, System.out);
                    down.await();
                }
            }
        }
        return 0;
    }

    /** Ends the main thread's wait and lets it close what it opened before the process goes. */
    private static void awaitEnd(Thread main, CountDownLatch down) {
        down.countDown();
        try {
            main.join(Duration.ofSeconds(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
