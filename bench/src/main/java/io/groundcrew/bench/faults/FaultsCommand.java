package io.groundcrew.bench.faults;

import io.groundcrew.bench.BenchCollection;
import io.groundcrew.bench.BrokerLogin;
import io.groundcrew.bench.Client;
import io.groundcrew.bench.Scratch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** {@code ./groundcrew faults}: a load, a plan of faults, and what the tasks' own marks say afterwards. */
public final class FaultsCommand {

    /** Runs may wait for six minutes after the last was asked for, and what then runs is settled within two. */
    private static final Duration PATIENCE = Duration.ofMinutes(9);

    private static final int KEPT_INTERVALS = 3;

    private final Options options;
    private final Report report;

    private FaultsCommand(Options options) {
        this.options = options;
        this.report = new Report(options);
    }

    /**
     * Runs it.
     *
     * @return 0 when all promises were kept, 1 when not, 2 for options that it does not understand
     */
    public static int run(List<String> arguments) throws IOException, InterruptedException {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return 2;
        }
        return new FaultsCommand(options).run() ? 0 : 1;
    }

    private boolean run() throws IOException, InterruptedException {
        Scratch scratch = Scratch.create("marks");
        Path marks = scratch.openFile("marks");
        Installation installation = new Installation();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(installation), "end"));
        try (installation) {
            installation.up();
            report.told("up, data in " + installation.data());
            try (Broker broker = new Broker(BrokerLogin.of(installation.data()))) {
                judge(installation, broker, scratch.path(), marks);
            }
        }
        List<String> left = new ArrayList<>(Processes.of(installation.data()));
        left.addAll(Processes.of(scratch.path()));
        report.add(Verdict.Line.of("processes left", left));
        report.print();
        if (report.ok()) {
            installation.discard();
            scratch.close();
        } else {
            System.err.println("Logs are in " + installation.data() + "/logs, marks in " + marks);
        }
        return report.ok();
    }

    private void judge(Installation installation, Broker broker, Path directory, Path marks)
            throws IOException, InterruptedException {
        Client client = installation.client();
        BenchCollection collection = BenchCollection.register(client, directory);
        client.apply(Documents.all(collection.url(), marks, options.length()));
        broker.doubleRequests();
        Load load = new Load(client);
        Saboteur saboteur = new Saboteur(installation, broker, report::told);
        CountDownLatch accepted = load.begin(options.seed(), options.window());
        saboteur.carryOut(Plan.of(options.seed(), options.window(), Installation.LOCK));
        report.told("no more faults");
        while (!accepted.await(1, TimeUnit.SECONDS)) {
            saboteur.revive();
        }
        report.told("all answered, " + broker.doubled() + " requests were published twice");
        if (options.length().isPositive()) {
            runLong(load, saboteur, broker);
        }
        List<AcceptedRun> runs = load.awaitOutcomes(PATIENCE);
        report.told("all outcomes read");
        saboteur.idle(Documents.SLI_INTERVAL.multipliedBy(KEPT_INTERVALS));
        Marks seen = Marks.read(marks);
        double now = Clock.systemUTC().millis() / 1_000.0;
        Verdict verdict = new Verdict(runs, seen, broker.granted());
        verdict.lines().forEach(report::add);
        report.explain(verdict.reasons());
        report.add(Verdict.Line.of("calls never accepted", load.refused()));
        report.add(Verdict.Line.of("calls repeated and answered differently", load.doubts()));
        report.add(Verdict.Line.of("schedules stuck", stuck(seen, now)));
        report.add(Verdict.Line.of("services ended by themselves", saboteur.endedByThemselves()));
    }

    /** A task that outlasts each lock, with its request published twice and the broker killed meanwhile. */
    private void runLong(Load load, Saboteur saboteur, Broker broker) throws IOException, InterruptedException {
        String run = load.acceptLong();
        report.told("long task " + run + " accepted");
        saboteur.idle(options.length().dividedBy(3));
        report.told("long task: " + broker.repeatRequest(run) + " request published again");
        saboteur.carryOut(new Fault.Kill(Duration.ZERO, List.of(Part.BROKER), Duration.ofSeconds(3)));
        saboteur.idle(options.length().dividedBy(2));
    }

    private static List<String> stuck(Marks marks, double now) {
        double since = now - Documents.SLI_INTERVAL.toSeconds() * KEPT_INTERVALS;
        return IntStream.range(0, Documents.SLXS)
                .mapToObj(number -> "default--" + Documents.slx(number))
                .filter(slx -> marks.lastFires().getOrDefault(slx, 0.0) < since)
                .toList();
    }

    private static void end(Installation installation) {
        try {
            installation.close();
        } catch (IOException | InterruptedException | IllegalStateException e) {
            System.err.println("Not all could be ended, look for processes of " + installation.data() + ": " + e);
        }
    }
}
