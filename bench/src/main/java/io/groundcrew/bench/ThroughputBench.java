package io.groundcrew.bench;

import io.groundcrew.codecollection.publish.PublishedRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Runs of a script that does nothing, from the first accept to the last result; beside it the bare starts of bash. */
final class ThroughputBench implements Main.Benchmark {

    private static final String NAME = "throughput";
    private static final int RUNS = Integer.getInteger("groundcrew.bench.runs", 20_000);
    private static final int PER_SESSION = 500;
    private static final int BASELINE_STARTS = 2_000;

    @Override
    public List<Figure> run() throws Exception {
        Path directory = Files.createTempDirectory("groundcrew-bench-throughput");
        Path repository = directory.resolve("bench.git");
        PublishedRepository.publish(Launcher.HOME.resolve("bench/src/main/collection"), repository);
        Path markers = Files.createDirectory(directory.resolve("markers"));
        double baseline = baseline();
        try (Launcher launcher = new Launcher()) {
            Client client = launcher.up().client();
            client.prepare(repository, markers);
            awaitCompleted(client, List.of(client.run("Nothing", 200)));
            long marked = count(markers);
            long begun = System.nanoTime();
            List<Client.Session> sessions = new ArrayList<>();
            for (int accepted = 0; accepted < RUNS; accepted += PER_SESSION) {
                sessions.add(client.run("Nothing", Math.min(PER_SESSION, RUNS - accepted)));
            }
            awaitCompleted(client, sessions);
            double perSecond = RUNS / ((System.nanoTime() - begun) / 1e9);
            return List.of(
                    Figure.atLeast(NAME, "per_second", "1/s", perSecond, 250).beside(baseline),
                    Figure.atLeast(NAME, "of_baseline", "%", 100 * perSecond / baseline, 60),
                    Figure.atLeast(NAME, "executed", "runs", count(markers) - marked, RUNS));
        }
    }

    private static void awaitCompleted(Client client, List<Client.Session> sessions)
            throws IOException, InterruptedException {
        for (Client.Session session : sessions) {
            while (!completed(client.get(Client.WORKSPACE + "/runsessions/" + session.id()))) {
                Thread.sleep(Duration.ofMillis(100));
            }
        }
    }

    private static boolean completed(JsonNode session) {
        return session.path("runRequests")
                .valueStream()
                .allMatch(run -> run.path("isCompleted").asBoolean(false));
    }

    private static long count(Path markers) throws IOException {
        try (Stream<Path> files = Files.list(markers)) {
            return files.count();
        }
    }

    /** The best of several numbers of threads. */
    private static double baseline() throws InterruptedException, ExecutionException {
        double best = 0;
        for (int threads : new int[] {2, 4, 8, 16}) {
            long begun = System.nanoTime();
            try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
                List<Future<Integer>> starts = IntStream.range(0, BASELINE_STARTS)
                        .mapToObj(number -> executor.submit(() ->
                                new ProcessBuilder("bash", "-c", ":").start().waitFor()))
                        .toList();
                for (Future<Integer> start : starts) {
                    start.get();
                }
            }
            best = Math.max(best, BASELINE_STARTS / ((System.nanoTime() - begun) / 1e9));
        }
        return best;
    }
}
