package io.groundcrew.worker.author;

import io.groundcrew.contracts.run.Access;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.worker.execute.LocalExecution;
import io.groundcrew.worker.pool.EnvironmentBuilder.Environment;
import io.groundcrew.worker.pool.PreparationException;
import io.groundcrew.worker.pool.PreparedTree;
import io.groundcrew.worker.run.MaskingExecutor;
import io.groundcrew.worker.run.TaskExecution;
import io.groundcrew.worker.run.TaskExecutor;
import io.groundcrew.worker.run.TaskExecutor.RunningTask;
import io.groundcrew.worker.run.TaskExecutor.TaskOutput;
import io.groundcrew.worker.run.TaskResult;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.json.JsonMapper;

/** One run of a bundle, by the code of a worker: isolated, in the collection's own environment, secrets masked. */
public final class AuthorRun implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final AuthoredBundle bundle;
    private final Path environments;
    private final Path executions;
    private final boolean keep;
    private final LocalExecution execution;
    private boolean cancelled;
    private @Nullable RunningTask running;
    private @Nullable Thread preparing;

    private AuthorRun(
            AuthoredBundle bundle, Path environments, Path executions, boolean keep, LocalExecution execution) {
        this.bundle = bundle;
        this.environments = environments;
        this.executions = executions;
        this.keep = keep;
        this.execution = execution;
    }

    /**
     * Makes ready to run a bundle.
     *
     * @throws AuthorMistake when the data directory cannot be used
     * @throws IOException when there can be no temporary directory
     * @throws IllegalStateException when the task runtime or a Python interpreter is missing
     */
    public static AuthorRun open(AuthoredBundle bundle, AuthorPlace place) throws AuthorMistake, IOException {
        Path environments = place.environments(bundle);
        Path executions = Files.createTempDirectory("groundcrew-run-");
        try {
            LocalExecution execution =
                    LocalExecution.open(place.runtime(), place.data(), environments, executions, place.keep());
            return new AuthorRun(bundle, environments, executions, place.keep(), execution);
        } catch (RuntimeException e) {
            FileSystemUtils.deleteRecursively(executions);
            throw e;
        }
    }

    /**
     * Runs it to its end, once.
     *
     * @param titles of the selected tasks; empty selects all
     * @param output takes the live log, without secrets
     * @return what came of it; {@link Outcome#FAILED} also when there can be no Python environment. Where some requirements
     *     of the collection could not be installed, the log says so first
     */
    public TaskResult run(List<String> titles, AuthorInputs inputs, Duration timeout, TaskOutput output)
            throws IOException, InterruptedException {
        Environment environment;
        try {
            environment = prepare();
        } catch (PreparationException e) {
            return TaskResult.ended(Outcome.FAILED, e.getMessage());
        } catch (InterruptedException e) {
            if (isCancelled()) {
                return TaskResult.ended(Outcome.CANCELLED, "It was cancelled before it started.");
            }
            throw e;
        }
        if (environment.missing() != null) {
            byte[] notice = ("[" + environment.missing() + "]\n").getBytes(StandardCharsets.UTF_8);
            output.log(notice, 0, notice.length);
        }
        TaskExecutor executor = new MaskingExecutor(execution.executor());
        TaskExecution task = new TaskExecution(
                UUID.randomUUID(),
                1,
                bundle.kind(),
                new PreparedTree("as it lies on disk", bundle.root(), environment.directory(), environment.missing()),
                bundle.path(),
                titles,
                inputs.variables(),
                inputs.secrets(),
                environment(titles, inputs),
                Map.of(),
                Access.READ_WRITE,
                timeout);
        return start(executor, task, output).await();
    }

    private Environment prepare() throws IOException, InterruptedException {
        synchronized (this) {
            if (cancelled) {
                throw new InterruptedException();
            }
            preparing = Thread.currentThread();
        }
        // Two runs at once must not build the same environment.
        try (FileChannel lock = FileChannel.open(
                        environments.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = lock.lock()) {
            return execution.environments().build(bundle.root());
        } catch (ClosedByInterruptException | FileLockInterruptionException e) {
            throw new InterruptedException();
        } finally {
            synchronized (this) {
                preparing = null;
            }
        }
    }

    private synchronized RunningTask start(TaskExecutor executor, TaskExecution task, TaskOutput output) {
        RunningTask started = executor.start(task, output);
        running = started;
        if (cancelled) {
            started.kill();
        }
        return started;
    }

    private synchronized boolean isCancelled() {
        return cancelled;
    }

    /** Asks for the end of everything that runs, and returns at once. */
    public synchronized void cancel() {
        cancelled = true;
        if (running != null) {
            running.kill();
        }
        if (preparing != null) {
            preparing.interrupt();
        }
    }

    private Map<String, String> environment(List<String> titles, AuthorInputs inputs) throws IOException {
        String slx = bundle.name();
        Map<String, String> keys = new TreeMap<>();
        inputs.secrets().keySet().forEach(name -> keys.put(name, name));
        Map<String, String> environment = new HashMap<>(Map.of(
                "RW_MODE", "dev",
                "GROUNDCREW_AUTHOR", "1",
                "RW_WORKSPACE", "author",
                "RW_LOCATION", "local",
                "RW_SLX", slx,
                "RW_TASK_TITLES", titles.isEmpty() ? "*" : JSON.writeValueAsString(titles),
                "RW_SECRETS_KEYS", JSON.writeValueAsString(keys),
                "RW_SVC_URLS", "{}"));
        if (bundle.kind() == RobotKind.SLI) {
            environment.put("RW_RFNS", "sli");
            environment.put("RW_SLI_METRIC_NAME", slx.replace('-', '_'));
        } else {
            environment.put("RW_RFNS", "runbook");
            environment.put(
                    "RW_RUNREQUEST_ID",
                    "local-" + slx + "-" + ProcessHandle.current().pid());
        }
        environment.putAll(inputs.environment());
        if (!inputs.memo().isEmpty()) {
            // The author's own file may lie where a task sees nothing.
            environment.put(
                    "RW_MEMO_FILE",
                    Files.writeString(executions.resolve("memo.json"), inputs.memo())
                            .toString());
        }
        return environment;
    }

    /** Where the run's directory is left; empty unless it is kept and the run started. */
    public Optional<Path> kept() {
        return keep ? Optional.of(executions) : Optional.empty();
    }

    /** Kills what still runs, and removes what is not kept. */
    @Override
    public void close() throws IOException {
        execution.close();
        if (!keep) {
            FileSystemUtils.deleteRecursively(executions);
        }
    }
}
