package io.groundcrew.bench;

import io.groundcrew.contracts.run.Lane;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One public-style SLI, from the queue to its stored sample; beside it the same file run by a cold {@code python -m robot}. The
 * file itself fails when its run did not begin in a place of its own.
 */
final class RobotBench implements Main.Benchmark {

    private static final String NAME = "robot";
    private static final String SLX = "robot";
    private static final int WARM_UP = 200;
    private static final int RUNS = Integer.getInteger("groundcrew.bench.runs", 400);
    private static final int COLD_RUNS = 16;

    @Override
    public List<Figure> run() throws Exception {
        List<Figure> figures = new ArrayList<>();
        Measured single = measured(1);
        Measured pair = measured(2);
        figures.add(Figure.atLeast(NAME, "ratio", "x", pair.ratio(), 12));
        figures.add(Figure.told(NAME, "ratio_single", "x", single.ratio()));
        figures.add(Figure.told(NAME, "per_second", "1/s", pair.perSecond()).beside(pair.cold()));
        figures.add(Figure.told(NAME, "per_second_1", "1/s", single.perSecond()).beside(single.cold()));
        figures.add(Figure.told(NAME, "cpu_ms", "ms", pair.cpuMillis()).beside(pair.coldCpuMillis()));
        figures.add(Figure.atLeast(NAME, "processes", "of 1", single.processes(), 1));
        return figures;
    }

    /** @param processes which part of the runs told a start of their process that no other told */
    private record Measured(double perSecond, double cold, double cpuMillis, double coldCpuMillis, double processes) {

        double ratio() {
            return perSecond / cold;
        }
    }

    private static Measured measured(int atOnce) throws Exception {
        try (Scratch scratch = Scratch.create("bench-robot");
                Launcher launcher = new Launcher()) {
            Client client =
                    launcher.up(Map.of("WORKER_SLOTS", String.valueOf(atOnce))).client();
            BenchCollection collection = BenchCollection.register(client, scratch.path());
            client.apply(BenchCollection.slxs(List.of(SLX)));
            double coldUsed = ProcessorTime.ofEndedChildren();
            double cold = new ColdRobot(
                            launcher.data().resolve("worker/environments"), BenchCollection.file("robot", "sli.robot"))
                    .perSecond(COLD_RUNS, atOnce);
            double coldMillis = (ProcessorTime.ofEndedChildren() - coldUsed) / COLD_RUNS;
            // Of two slots one serves only people's lane, so that is where both are.
            try (SliRequests requests = new SliRequests(
                    launcher.data(), collection.code("robot", "sli.robot"), Map.of(), Lane.INTERACTIVE)) {
                stored(client, requests, WARM_UP);
                double used = ProcessorTime.ofTree(launcher.process());
                Instant since = Instant.now();
                double perSecond = RUNS / stored(client, requests, RUNS);
                double millis = (ProcessorTime.ofTree(launcher.process()) - used) / RUNS;
                List<Double> starts = client.samples(SLX, "process_started", since);
                return new Measured(
                        perSecond,
                        cold,
                        millis,
                        coldMillis,
                        starts.stream().distinct().count() / (double) RUNS);
            }
        }
    }

    /** Asks for runs at once and waits until the last of them has its sample; how many seconds that took. */
    private static double stored(Client client, SliRequests requests, int count)
            throws IOException, InterruptedException {
        Instant since = Instant.now();
        long begun = System.nanoTime();
        for (int number = 0; number < count; number++) {
            requests.ask(SLX);
        }
        client.awaitSamples(SLX, since, count);
        return (System.nanoTime() - begun) / 1e9;
    }
}
