package io.groundcrew.worker.execute;

import io.groundcrew.contracts.run.Access;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.worker.pool.PreparedTree;
import io.groundcrew.worker.run.TaskExecution;
import io.groundcrew.worker.run.TaskExecutor.RunningTask;
import io.groundcrew.worker.run.TaskResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A collection of one bundle and a real executor to run it with. */
final class ExecutionFixture implements AutoCloseable {

    static final Path RUNTIME =
            Path.of("..", "task-runtime", "target", "runtime").toAbsolutePath().normalize();
    static final int OUTPUT_LIMIT = 1 << 20;

    final Path collection;
    final Path executions;
    final TaskSupervisor supervisor = new TaskSupervisor(RUNTIME, "python3");
    final ByteArrayOutputStream log = new ByteArrayOutputStream();
    final Map<String, String> secrets = new HashMap<>(Map.of("API_KEY", "hush"));
    final Map<String, String> identityFiles = new HashMap<>();
    final Isolation isolation;
    private final LocalTaskExecutor executor;
    private final Path environment;

    ExecutionFixture(Path directory) throws IOException, InterruptedException {
        this(directory, new RestProperties(List.of("169.254.169.254"), null));
    }

    ExecutionFixture(Path directory, RestProperties rest) throws IOException, InterruptedException {
        collection = Files.createDirectories(directory.resolve("collection"));
        executions = directory.resolve("executions");
        isolation = Isolation.probe(supervisor, RUNTIME, "python3", List.of(directory), executions);
        environment = new PythonEnvironments(
                        supervisor, isolation, RUNTIME, directory.resolve("environments"), "python3", Clock.systemUTC())
                .build(collection)
                .directory();
        executor = new LocalTaskExecutor(
                new Processes(supervisor, isolation, RUNTIME), rest, OUTPUT_LIMIT, Clock.systemUTC());
    }

    ExecutionFixture file(String name, String content) throws IOException {
        Path file = collection.resolve("codebundles/b").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return this;
    }

    /** A bundle whose one task, of the given kind, is a Bash script. */
    ExecutionFixture bash(RobotKind kind, String script) throws IOException {
        String task = "title: Check It, type: bash, script: check.sh, access: read-only";
        String entry = kind == RobotKind.SLI ? "sli: {" + task + "}" : "runbook: [{" + task + "}]";
        return file("check.sh", script).file("codebundle.yaml", "title: B\n" + entry + "\n");
    }

    RunningTask start(RobotKind kind, String file, Map<String, String> variables, Duration timeout, String... titles) {
        return executor.start(
                new TaskExecution(
                        UUID.randomUUID(),
                        1,
                        kind,
                        new PreparedTree("c0ffee", collection, environment, null),
                        "codebundles/b/" + file,
                        List.of(titles),
                        variables,
                        Map.copyOf(secrets),
                        Map.of("RW_WORKSPACE", "w", "RW_SLX", "w--s", "RW_LOCATION", "l"),
                        Map.copyOf(identityFiles),
                        Access.READ_ONLY,
                        timeout),
                (bytes, offset, length) -> {
                    synchronized (log) {
                        log.write(bytes, offset, length);
                    }
                });
    }

    TaskResult run(RobotKind kind, String file, String... titles) throws InterruptedException {
        return start(kind, file, Map.of(), Duration.ofSeconds(60), titles).await();
    }

    TaskResult runNative(RobotKind kind) throws InterruptedException {
        return run(kind, "codebundle.yaml");
    }

    String text() {
        synchronized (log) {
            return log.toString(StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        supervisor.close();
    }
}
