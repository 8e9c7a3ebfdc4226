package io.groundcrew.bench;

import io.groundcrew.bench.faults.FaultsCommand;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** Runs a benchmark by name, or {@code faults}. Figures never fail a build: a missed budget is shown, not thrown. */
public final class Main {

    private static final Map<String, Benchmark> BENCHES = new TreeMap<>(Map.of(
            "startup", new StartupBench(),
            "dispatch", new DispatchBench(),
            "throughput", new ThroughputBench(),
            "robot", new RobotBench(),
            "python", new PythonBench(),
            "checks", new ChecksBench(),
            "schedule", new ScheduleBench(),
            "sync", new SyncBench()));

    private Main() {}

    /** A benchmark. */
    interface Benchmark {
        List<Figure> run() throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("faults")) {
            System.exit(FaultsCommand.run(Arrays.asList(arguments).subList(1, arguments.length)));
        }
        boolean json = Arrays.asList(arguments).contains("--json");
        List<String> names = Arrays.stream(arguments)
                .filter(argument -> !argument.startsWith("--"))
                .toList();
        if (names.isEmpty() || !BENCHES.keySet().containsAll(names)) {
            System.err.println("Expected the names of benches out of " + BENCHES.keySet() + ", found " + names);
            System.exit(2);
        }
        JsonMapper mapper = JsonMapper.builder().build();
        for (String name : names) {
            Benchmark bench = Objects.requireNonNull(BENCHES.get(name));
            for (Figure figure : bench.run()) {
                System.out.println(json ? mapper.writeValueAsString(figure) : figure.line());
            }
        }
    }
}
