package io.groundcrew.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Light Python tasks on a worker that runs one at a time, from the accept of the first to the result of the last; beside it
 * the bare starts of Python.
 */
final class PythonBench implements Main.Benchmark {

    private static final String NAME = "python";
    private static final String SLX = "python";
    private static final int WARM_UP = 400;
    private static final int TASKS = 40;
    private static final int ROUNDS = 9;

    @Override
    public List<Figure> run() throws Exception {
        try (Scratch scratch = Scratch.create("bench-python");
                Launcher launcher = new Launcher()) {
            Client client = launcher.up(Map.of("WORKER_SLOTS", "1")).client();
            BenchCollection collection = BenchCollection.register(client, scratch.path());
            client.apply(collection.runbook(SLX, "python", Map.of()));
            client.awaitCompleted(client.run(SLX, "Light", WARM_UP));
            double used = ProcessorTime.ofTree(launcher.process());
            List<Double> rounds = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                long begun = System.nanoTime();
                client.awaitCompleted(client.run(SLX, "Light", TASKS));
                rounds.add(millis(begun) / TASKS);
            }
            double millis = (ProcessorTime.ofTree(launcher.process()) - used) / (TASKS * ROUNDS);
            double startUsed = ProcessorTime.ofEndedChildren();
            double start = baseline();
            double startMillis = (ProcessorTime.ofEndedChildren() - startUsed) / TASKS;
            Collections.sort(rounds);
            return List.of(
                    Figure.atMost(NAME, "ms_per_task", "ms", rounds.get(ROUNDS / 2), 10)
                            .beside(start),
                    Figure.told(NAME, "best_ms", "ms", rounds.getFirst()),
                    Figure.told(NAME, "cpu_ms", "ms", millis).beside(startMillis));
        }
    }

    private static double baseline() throws IOException, InterruptedException {
        String script = BenchCollection.file("python", "light.py").toString();
        long begun = System.nanoTime();
        for (int number = 0; number < TASKS; number++) {
            new ProcessBuilder("python3", script).start().waitFor();
        }
        return millis(begun) / TASKS;
    }

    private static double millis(long begun) {
        return (System.nanoTime() - begun) / 1e6;
    }
}
