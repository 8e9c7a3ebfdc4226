package io.groundcrew.worker.execute;

import io.groundcrew.codecollection.nativebundle.NativeBundle;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.worker.run.TaskExecution;
import io.groundcrew.worker.run.TaskExecutor;
import io.groundcrew.worker.run.TaskResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Executes tasks on this machine: processes through the supervisor, SQL and REST in this JVM. */
final class LocalTaskExecutor implements TaskExecutor {

    private static final Logger log = LoggerFactory.getLogger(LocalTaskExecutor.class);

    private final Processes processes;
    private final long outputLimit;
    private final Clock clock;
    private final RobotExecutor robot;
    private final NativeExecutor natives;
    private volatile boolean keeping;

    /**
     * @param processes runs the tasks that are processes; its supervisor is closed by whoever made it
     * @param rest what REST tasks may reach
     * @param outputLimit the most bytes of output that are passed on for a run
     */
    LocalTaskExecutor(Processes processes, RestProperties rest, long outputLimit, Clock clock) {
        this.processes = processes;
        this.outputLimit = outputLimit;
        this.clock = clock;
        this.robot = new RobotExecutor(processes);
        this.natives = new NativeExecutor(
                new ScriptExecutor(processes), new SqlExecutor(clock), new RestExecutor(clock, rest));
    }

    /** Leaves the directory of every later execution behind, for who wants to look into it. */
    void keepDirectories() {
        keeping = true;
    }

    @Override
    public RunningTask start(TaskExecution execution, TaskOutput output) {
        Cancellation cancellation = new Cancellation();
        CompletableFuture<TaskResult> result = new CompletableFuture<>();
        Thread.ofVirtual().name("task-" + execution.run()).start(() -> {
            try {
                result.complete(execute(execution, new RunOutput(output, outputLimit), cancellation));
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return new Running(result, cancellation);
    }

    private TaskResult execute(TaskExecution execution, RunOutput output, Cancellation cancellation)
            throws InterruptedException, IOException {
        Optional<String> refusal = refusal(execution);
        if (refusal.isPresent()) {
            return TaskResult.ended(Outcome.REFUSED, refusal.get());
        }
        try (ExecutionDirectory directory = ExecutionDirectory.in(processes.room())) {
            if (keeping) {
                directory.keep();
            }
            Collected collected = new Collected(clock.instant());
            long deadline = System.nanoTime() + execution.timeout().toNanos();
            Step step = new Step(execution, directory, collected, output, cancellation, deadline);
            if (execution.path().endsWith(".robot")) {
                robot.run(step);
            } else {
                natives.run(step);
            }
            if (cancellation.isWanted() && !collected.isEnded()) {
                log.debug("Run {} was over before its cancellation reached it", execution.run());
            }
            return collected.result(execution.kind(), output);
        }
    }

    private static Optional<String> refusal(TaskExecution execution) throws IOException {
        Optional<String> names =
                VariableNames.problem(execution.variables()).or(() -> VariableNames.problem(execution.secrets()));
        if (names.isPresent()) {
            return names;
        }
        Path root = execution.tree().root();
        Path file = root.resolve(execution.path());
        boolean known = execution.path().endsWith(".robot") || file.endsWith(NativeBundle.FILE_NAME);
        if (!known) {
            return Optional.of("Expected a .robot file or a " + NativeBundle.FILE_NAME + ", found " + execution.path());
        }
        if (!Files.isRegularFile(file) || !file.toRealPath().startsWith(root.toRealPath())) {
            return Optional.of("There is no file " + execution.path() + " in the collection at commit "
                    + execution.tree().commit());
        }
        return Optional.empty();
    }

    private record Running(CompletableFuture<TaskResult> result, Cancellation cancellation) implements RunningTask {

        @Override
        public TaskResult await() throws InterruptedException {
            try {
                return result.get();
            } catch (ExecutionException e) {
                throw broken(Objects.requireNonNullElse(e.getCause(), e));
            }
        }

        @Override
        public void kill() {
            cancellation.cancel();
        }

        /** In the words of what broke it: a disk that is full says so. */
        private static RuntimeException broken(Throwable cause) {
            if (cause instanceof UncheckedIOException io) {
                return new IllegalStateException(io.getMessage() + ": " + io.getCause(), io);
            }
            return cause instanceof RuntimeException unchecked
                    ? unchecked
                    : new IllegalStateException(cause.toString(), cause);
        }
    }
}
