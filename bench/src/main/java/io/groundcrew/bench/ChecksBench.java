package io.groundcrew.bench;

import com.sun.net.httpserver.HttpServer;
import io.groundcrew.contracts.run.Lane;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** REST checks against a server on this machine, from the queue to their stored samples. */
final class ChecksBench implements Main.Benchmark {

    private static final String NAME = "checks";
    private static final int RUNS = Integer.getInteger("groundcrew.bench.runs", 12_000);
    private static final int WARM_UP = 4_000;
    private static final List<String> SLXS =
            IntStream.range(0, 100).mapToObj(number -> "check-" + number).toList();

    @Override
    public List<Figure> run() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (Scratch scratch = Scratch.create("bench-checks");
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
                Launcher launcher = new Launcher()) {
            server.setExecutor(executor);
            server.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, 2);
                exchange.getResponseBody().write("ok".getBytes());
                exchange.close();
            });
            server.start();
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
            Client client = launcher.up(Map.of()).client();
            BenchCollection collection = BenchCollection.register(client, scratch.path());
            client.apply(BenchCollection.slxs(SLXS));
            try (SliRequests requests = new SliRequests(
                    launcher.data(), collection.code("rest", "codebundle.yaml"), Map.of("URL", url), Lane.CALLS)) {
                stored(client, requests, WARM_UP);
                double used = ProcessorTime.ofTree(launcher.process());
                double seconds = stored(client, requests, RUNS);
                double millis = (ProcessorTime.ofTree(launcher.process()) - used) / RUNS;
                return List.of(
                        Figure.atLeast(NAME, "per_second", "1/s", RUNS / seconds, 1_500),
                        Figure.told(NAME, "cpu_ms", "ms", millis));
            }
        } finally {
            server.stop(0);
        }
    }

    /** Asks for checks at once and waits until the last of them has its sample; how many seconds that took. */
    private static double stored(Client client, SliRequests requests, int count)
            throws IOException, InterruptedException {
        Instant since = Instant.now();
        long begun = System.nanoTime();
        for (int number = 0; number < count; number++) {
            requests.ask(SLXS.get(number % SLXS.size()));
        }
        for (String slx : SLXS) {
            client.awaitSamples(slx, since, count / SLXS.size());
        }
        return (System.nanoTime() - begun) / 1e9;
    }
}
