package io.groundcrew.bench;

import io.groundcrew.bench.NominalFires.Account;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * Ten thousand checks every 30 seconds, from their nominal fires to their requests in the broker: with one runner, then with
 * two, one of which is killed; beside it a Quartz trigger for each check. The runners are processes of their own; broker,
 * database and a worker's stand-in do not count.
 */
final class ScheduleBench implements Main.Benchmark {

    private static final String NAME = "schedule";
    private static final int CHECKS = 10_000;
    private static final int INTERVAL = 30;
    private static final int SLXS_A_REQUEST = 1_000;
    private static final int PAGE = 250;
    private static final double LATE_MS = 500;
    private static final double CORES = 0.2;
    private static final Duration WARM_UP = Duration.ofMinutes(1);
    private static final Duration MEASURED = Duration.ofMinutes(Integer.getInteger("groundcrew.bench.minutes", 10));
    private static final Duration BASELINE = MEASURED.toMinutes() < 2 ? MEASURED : Duration.ofMinutes(2);

    /** What nobody took is settled ten seconds after its next fire. */
    private static final Duration SETTLED = Duration.ofSeconds(INTERVAL + 20);

    @Override
    public List<Figure> run() throws Exception {
        try (Scratch scratch = Scratch.create("bench-schedule");
                Infrastructure infrastructure = new Infrastructure(scratch.path());
                RunnerProcess first = RunnerProcess.start(infrastructure, "first")) {
            Client client = first.client();
            BenchCollection collection = BenchCollection.put(client, infrastructure.directory());
            double applied = apply(client, collection);
            NominalFires fires = new NominalFires(INTERVAL, preview(client));
            List<Figure> figures = new ArrayList<>();
            Measured one;
            try (StubWorker worker = new StubWorker(infrastructure, collection, fires)) {
                collection.awaitReady(client);
                one = alone(first, fires);
                figures.addAll(two(infrastructure, first, fires));
            }
            first.close();
            QuartzTriggers.Measured quartz =
                    QuartzTriggers.measure(infrastructure, CHECKS, INTERVAL, WARM_UP, BASELINE);
            figures.addAll(0, one.figures(quartz));
            figures.add(Figure.told(NAME, "apply_s", "s", applied));
            return figures;
        }
    }

    /** One runner. */
    private static Measured alone(RunnerProcess runner, NominalFires fires) throws IOException, InterruptedException {
        Instant from = sleepUntil(afterWarmUp());
        double used = runner.processorMillis();
        Instant until = sleepUntil(from.plus(MEASURED));
        double cores = (runner.processorMillis() - used) / MEASURED.toMillis();
        sleepUntil(until.plus(SETTLED));
        return new Measured(fires.account(from, until), cores);
    }

    private record Measured(Account fires, double cores) {

        List<Figure> figures(QuartzTriggers.Measured quartz) {
            return List.of(
                    Figure.told(NAME, "p50_late_ms", "ms", fires.percentile(50)),
                    Figure.atMost(NAME, "p99_late_ms", "ms", fires.percentile(99), LATE_MS)
                            .beside(quartz.fires().percentile(99)),
                    Figure.told(NAME, "latest_ms", "ms", fires.percentile(100)),
                    Figure.atMost(NAME, "runner_cores", "", cores, CORES).beside(quartz.cores()),
                    Figure.atMost(NAME, "missed", "", fires.missed(), 0)
                            .beside(quartz.fires().missed()),
                    Figure.atMost(NAME, "doubled", "", fires.doubled(), 0),
                    Figure.atMost(NAME, "without_outcome", "", fires.open(), 0),
                    Figure.told(NAME, "skipped", "", fires.unasked()));
        }
    }

    /** Two runners, of which one is killed when a third of the time is left. */
    private static List<Figure> two(Infrastructure infrastructure, RunnerProcess first, NominalFires fires)
            throws IOException, InterruptedException {
        try (RunnerProcess second = RunnerProcess.start(infrastructure, "second")) {
            Instant from = sleepUntil(afterWarmUp());
            double used = first.processorMillis() + second.processorMillis();
            Instant kill = from.plus(MEASURED.multipliedBy(2).dividedBy(3).truncatedTo(ChronoUnit.SECONDS));
            // Just after a second has begun a batch is on its way.
            sleepUntil(kill.plusMillis(5));
            used = first.processorMillis() + second.processorMillis() - used;
            second.kill();
            Instant until = sleepUntil(from.plus(MEASURED));
            sleepUntil(until.plus(SETTLED));
            Account both = fires.account(from, kill);
            Account survived = fires.account(kill, until);
            return List.of(
                    Figure.atMost(NAME, "two_p99_late_ms", "ms", both.percentile(99), LATE_MS),
                    Figure.atMost(
                            NAME,
                            "two_runner_cores",
                            "",
                            used / Duration.between(from, kill).toMillis(),
                            CORES),
                    Figure.atMost(NAME, "two_missed", "", both.missed(), 0),
                    Figure.atMost(NAME, "two_doubled", "", both.doubled(), 0),
                    Figure.told(NAME, "kill_latest_ms", "ms", survived.percentile(100)),
                    Figure.told(NAME, "kill_late", "", survived.lateBy(LATE_MS)),
                    Figure.told(NAME, "kill_skipped", "", survived.unasked()),
                    Figure.told(NAME, "kill_asked_twice", "", survived.doubled()),
                    Figure.atMost(NAME, "kill_missed", "", survived.missed(), 0),
                    Figure.atMost(NAME, "kill_without_outcome", "", survived.open(), 0));
        }
    }

    /** How many seconds it took. */
    private static double apply(Client client, BenchCollection collection) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        for (int begin = 0; begin < CHECKS; begin += SLXS_A_REQUEST) {
            client.apply(collection.slis(
                    IntStream.range(begin, Math.min(begin + SLXS_A_REQUEST, CHECKS))
                            .mapToObj(number -> "check-" + number)
                            .toList(),
                    INTERVAL));
        }
        return (System.nanoTime() - begun) / 1e9;
    }

    /** A coming fire of each check, as the API tells it. */
    private static Map<String, Instant> preview(Client client) throws IOException, InterruptedException {
        Map<String, Instant> fires = new HashMap<>();
        String path = Client.WORKSPACE + "/schedules?limit=" + PAGE;
        while (!path.isEmpty()) {
            JsonNode page = client.get(path);
            for (JsonNode schedule : page.path("results")) {
                fires.put(
                        schedule.path("slxShortName").asString(),
                        Instant.parse(
                                schedule.path("nextRuns").get(0).path("at").asString()));
            }
            path = page.path("next").asString("");
        }
        if (fires.size() != CHECKS) {
            throw new IllegalStateException("Expected " + CHECKS + " schedules, found " + fires.size());
        }
        return fires;
    }

    private static Instant afterWarmUp() {
        return Instant.now().plus(WARM_UP).truncatedTo(ChronoUnit.SECONDS);
    }

    private static Instant sleepUntil(Instant instant) throws InterruptedException {
        Duration left = Duration.between(Instant.now(), instant);
        if (left.isPositive()) {
            Thread.sleep(left);
        }
        return instant;
    }
}
