package io.groundcrew.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** From {@code up} on a built tree to an API that answers and a first result; and what it then needs of memory. */
final class StartupBench implements Main.Benchmark {

    private static final String NAME = "startup";

    @Override
    public List<Figure> run() throws IOException, InterruptedException {
        List<Figure> figures = new ArrayList<>();
        try (Launcher launcher = new Launcher()) {
            long begun = System.nanoTime();
            launcher.up();
            figures.add(Figure.atMost(NAME, "fresh_s", "s", seconds(begun), 12));
            Client client = launcher.client();
            while (client.get(Client.WORKSPACE + "/insights").path("results").isEmpty()) {
                Thread.sleep(Duration.ofMillis(100));
            }
            figures.add(Figure.atMost(NAME, "first_result_s", "s", seconds(begun), 20));
            Thread.sleep(Duration.ofSeconds(60));
            figures.add(Figure.atMost(NAME, "memory_mib", "MiB", memory(launcher.process()), 1_024));
            launcher.down();
            begun = System.nanoTime();
            launcher.up();
            figures.add(Figure.atMost(NAME, "existing_s", "s", seconds(begun), 12));
        }
        return figures;
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    /** The proportional set size of the whole process tree, in MiB: shared pages count once. */
    private static double memory(ProcessHandle root) {
        return Stream.concat(Stream.of(root), root.descendants())
                        .mapToDouble(process -> kilobytes(Path.of("/proc/" + process.pid() + "/smaps_rollup")))
                        .sum()
                / 1024;
    }

    private static double kilobytes(Path rollup) {
        try {
            return Files.readAllLines(rollup).stream()
                    .filter(line -> line.startsWith("Pss:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D+", "")))
                    .sum();
        } catch (IOException ended) {
            return 0;
        }
    }
}
