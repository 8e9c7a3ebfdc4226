package io.groundcrew.bench;

import java.io.File;
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
import java.util.stream.Stream;

/** Runs a Robot file as a worker without warm interpreters does: a fresh Python and an empty directory for each run. */
final class ColdRobot {

    private final Path python;
    private final Path runtime = Launcher.HOME.resolve("task-runtime/target/runtime");
    private final Path suite;

    /**
     * @param environments the directory of the worker's Python environments, one of them
     * @param suite the Robot file
     */
    ColdRobot(Path environments, Path suite) throws IOException {
        try (Stream<Path> made = Files.list(environments)) {
            this.python = made.filter(environment -> Files.exists(environment.resolve("ready")))
                    .findFirst()
                    .orElseThrow()
                    .resolve("bin/python");
        }
        this.suite = suite;
    }

    /** Runs so many at a time, and answers with how many a second came to a good end. */
    double perSecond(int count, int atOnce) throws InterruptedException, ExecutionException {
        long begun = System.nanoTime();
        try (ExecutorService executor = Executors.newFixedThreadPool(atOnce)) {
            List<Future<?>> runs = new ArrayList<>();
            for (int number = 0; number < count; number++) {
                runs.add(executor.submit(() -> {
                    run();
                    return null;
                }));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        }
        return count / ((System.nanoTime() - begun) / 1e9);
    }

    private void run() throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.create("bench-cold")) {
            run(scratch.path());
        }
    }

    private void run(Path execution) throws IOException, InterruptedException {
        Path code = Files.createDirectories(execution.resolve("codebundle"));
        Path logs = Files.createDirectories(execution.resolve("robot_logs"));
        Path temporary = Files.createDirectories(execution.resolve("workdir/cb-temp"));
        Files.copy(suite, code.resolve("suite.robot"));
        ProcessBuilder builder = new ProcessBuilder(
                        python.toString(),
                        "-m",
                        "robot",
                        "--outputdir",
                        logs.toString(),
                        "--loglevel",
                        "TRACE",
                        "--report",
                        "NONE",
                        "--variable",
                        "CODEBUNDLE_TEMP_DIR:" + temporary,
                        "suite.robot")
                .directory(code.toFile())
                .redirectErrorStream(true)
                .redirectOutput(execution.resolve("stdout.txt").toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        environment.put("LANG", "C.UTF-8");
        environment.put("HOME", execution.toString());
        environment.put("TMPDIR", execution.toString());
        environment.put("CODEBUNDLE_TEMP_DIR", temporary.toString());
        environment.put("RW_LOCATION", "local");
        environment.put("RW_WORKSPACE", "default");
        environment.put(
                "PYTHONPATH",
                Stream.of("src", "rw-cli", "site-packages")
                        .map(part -> runtime.resolve(part).toString())
                        .reduce((one, other) -> one + File.pathSeparator + other)
                        .orElseThrow());
        int status = builder.start().waitFor();
        for (String left : List.of("output.xml", "log.html", "metrics.jsonl")) {
            if (status != 0 || !Files.exists(logs.resolve(left))) {
                throw new IllegalStateException("Robot Framework ended with " + status + " and should have left " + left
                        + ": " + Files.readString(execution.resolve("stdout.txt")));
            }
        }
    }
}
