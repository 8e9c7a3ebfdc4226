package io.groundcrew.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * From a client's request to the time that the task itself writes as its first instruction, at random arrivals; beside it
 * the same script started directly.
 */
final class DispatchBench implements Main.Benchmark {

    private static final String NAME = "dispatch";
    private static final String SLX = "bench";
    private static final int WARM_UP = 200;
    private static final double PER_SECOND = 50;
    private static final int SECONDS = 60;

    @Override
    public List<Figure> run() throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.create("bench-dispatch");
                Launcher launcher = new Launcher()) {
            Path marker = scratch.openFile("marker");
            Client client = launcher.up().client();
            BenchCollection collection = BenchCollection.register(client, scratch.path());
            client.apply(collection.runbook(SLX, "bench", Map.of("MARKER", marker.toString())));
            arrivals(client, WARM_UP, 1);
            awaitLines(marker, WARM_UP);
            int count = (int) (PER_SECOND * SECONDS);
            Map<String, Double> sent = arrivals(client, count, 2);
            awaitLines(marker, WARM_UP + count);
            List<Double> millis = millis(sent, marker);
            List<Double> baseline = baseline(scratch.path(), 500);
            Thread.sleep(Duration.ofSeconds(60));
            Map<String, Double> last = arrivals(client, 1, 3);
            awaitLines(marker, WARM_UP + count + 1);
            double afterIdle = millis(last, marker).getFirst();
            return List.of(
                    Figure.atMost(NAME, "p50_ms", "ms", percentile(millis, 50), 10)
                            .beside(percentile(baseline, 50)),
                    Figure.atMost(NAME, "p99_ms", "ms", percentile(millis, 99), 50)
                            .beside(percentile(baseline, 99)),
                    Figure.atMost(NAME, "after_idle_ms", "ms", afterIdle, 100));
        }
    }

    /** Sends single runs at exponentially distributed distances; answers with the epoch seconds of each request by run. */
    private static Map<String, Double> arrivals(Client client, int count, long seed) throws InterruptedException {
        Map<String, Double> sent = new ConcurrentHashMap<>();
        Random random = new Random(seed);
        List<Throwable> failures = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            long next = System.nanoTime();
            for (int number = 0; number < count; number++) {
                next += (long) (-Math.log(1 - random.nextDouble()) / PER_SECOND * 1e9);
                LockSupport.parkNanos(next - System.nanoTime());
                executor.execute(() -> {
                    try {
                        double at = now();
                        sent.put(client.run(SLX, "Stamp", 1).runs().getFirst(), at);
                    } catch (IOException | RuntimeException e) {
                        synchronized (failures) {
                            failures.add(e);
                        }
                    }
                });
            }
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException(failures.size() + " requests failed, first " + failures.getFirst());
        }
        return sent;
    }

    private static List<Double> millis(Map<String, Double> sent, Path marker) throws IOException {
        Map<String, Double> stamped = new HashMap<>();
        for (String line : Files.readAllLines(marker)) {
            String[] parts = line.split(" ");
            stamped.putIfAbsent(parts[1], Double.parseDouble(parts[0].replace(',', '.')));
        }
        return sent.entrySet().stream()
                .map(run -> (stamped.getOrDefault(run.getKey(), Double.NaN) - run.getValue()) * 1_000)
                .sorted()
                .toList();
    }

    /** The same script, started by this program one after the other. */
    private static List<Double> baseline(Path directory, int count) throws IOException, InterruptedException {
        Path marker = directory.resolve("baseline");
        List<Double> begun = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            ProcessBuilder builder = new ProcessBuilder(
                    "bash", BenchCollection.file("bench", "stamp.sh").toString());
            builder.environment().put("MARKER", marker.toString());
            builder.environment().put("RW_RUNREQUEST_ID", String.valueOf(number));
            begun.add(now());
            builder.start().waitFor();
        }
        List<Double> millis = new ArrayList<>();
        List<String> lines = Files.readAllLines(marker);
        for (int number = 0; number < count; number++) {
            millis.add((Double.parseDouble(lines.get(number).split(" ")[0].replace(',', '.')) - begun.get(number))
                    * 1_000);
        }
        return millis.stream().sorted().toList();
    }

    private static void awaitLines(Path marker, int count) throws IOException, InterruptedException {
        while (Files.readAllLines(marker).size() < count) {
            Thread.sleep(Duration.ofMillis(50));
        }
    }

    private static double now() {
        Instant now = Instant.now();
        return now.getEpochSecond() + now.getNano() / 1e9;
    }

    private static double percentile(List<Double> sorted, int percent) {
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }
}
