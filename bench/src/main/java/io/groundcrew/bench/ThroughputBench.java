package io.groundcrew.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Runs of a script that does nothing, from the first accept to the last result; beside it the bare starts of bash. */
final class ThroughputBench implements Main.Benchmark {

    private static final String NAME = "throughput";
    private static final String SLX = "bench";
    private static final int RUNS = Integer.getInteger("groundcrew.bench.runs", 20_000);
    private static final int PER_SESSION = 500;
    private static final int BASELINE_STARTS = 2_000;

    @Override
    public List<Figure> run() throws Exception {
        double baseline = baseline();
        double spawned = spawned();
        try (Scratch scratch = Scratch.create("bench-throughput");
                Launcher launcher = new Launcher()) {
            Path marker = scratch.openFile("marker");
            Client client = launcher.up().client();
            BenchCollection collection = BenchCollection.register(client, scratch.path());
            client.apply(collection.runbook(SLX, "bench", Map.of("MARKER", marker.toString())));
            client.awaitCompleted(client.run(SLX, "Nothing", 200));
            long marked = marked(marker);
            double used = ProcessorTime.ofTree(launcher.process());
            long begun = System.nanoTime();
            List<Client.Session> sessions = new ArrayList<>();
            for (int accepted = 0; accepted < RUNS; accepted += PER_SESSION) {
                sessions.add(client.run(SLX, "Nothing", Math.min(PER_SESSION, RUNS - accepted)));
            }
            // Whoever waits for the last one first asks least meanwhile, since asking is work for the same processors.
            for (Client.Session session : sessions.reversed()) {
                client.awaitCompleted(session);
            }
            double perSecond = RUNS / ((System.nanoTime() - begun) / 1e9);
            double millis = (ProcessorTime.ofTree(launcher.process()) - used) / RUNS;
            return List.of(
                    Figure.atLeast(NAME, "per_second", "1/s", perSecond, 250).beside(baseline),
                    Figure.atLeast(NAME, "of_baseline", "%", 100 * perSecond / baseline, 60),
                    Figure.atLeast(NAME, "executed", "runs", marked(marker) - marked, RUNS),
                    Figure.told(NAME, "posix_spawn", "1/s", spawned),
                    Figure.told(NAME, "cpu_ms", "ms", millis));
        }
    }

    /** How many runs have said that they were executed. A line each: a file each would cost more than the bash beside it. */
    private static long marked(Path marker) throws IOException {
        try (Stream<String> runs = Files.lines(marker)) {
            return runs.distinct().count();
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

    /** The same starts by the system's own call, one after the other, without a JVM. */
    private static double spawned() throws IOException {
        String loop = """
                import os, time
                begun = time.monotonic()
                for _ in range(%d):
                    os.waitpid(os.posix_spawn("/bin/bash", ["bash", "-c", ":"], {}), 0)
                print(%<d / (time.monotonic() - begun))
                """.formatted(BASELINE_STARTS);
        Process process = new ProcessBuilder("python3", "-c", loop).start();
        try (BufferedReader said = process.inputReader()) {
            return Double.parseDouble(said.readLine());
        }
    }
}
