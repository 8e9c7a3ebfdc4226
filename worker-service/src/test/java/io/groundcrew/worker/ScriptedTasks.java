package io.groundcrew.worker;

import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.worker.run.TaskExecution;
import io.groundcrew.worker.run.TaskExecutor;
import io.groundcrew.worker.run.TaskResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands where processes would: tasks that end when the test says so, or at once. */
final class ScriptedTasks implements TaskExecutor {

    /** The variables of a task that ends at once. */
    static final Map<String, String> AT_ONCE = Map.of();

    /** The variables of a task that waits for {@link #finish}. */
    static final Map<String, String> WAITS = Map.of("WAIT", "");

    private final Queue<TaskExecution> started = new ConcurrentLinkedQueue<>();
    private final Map<UUID, CompletableFuture<String>> open = new ConcurrentHashMap<>();
    private final Queue<UUID> killed = new ConcurrentLinkedQueue<>();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostAtATime = new AtomicInteger();

    /** A task with the variable WAIT waits; one with PRINT prints that many bytes, one with FAIL fails. */
    @Override
    public RunningTask start(TaskExecution execution, TaskOutput output) {
        String file = read(execution);
        byte[] line = ("read " + file + "\n").getBytes(StandardCharsets.UTF_8);
        output.log(line, 0, line.length);
        byte[] more = new byte[Integer.parseInt(execution.variables().getOrDefault("PRINT", "0"))];
        output.log(more, 0, more.length);
        CompletableFuture<String> end = new CompletableFuture<>();
        if (execution.variables().containsKey("WAIT")) {
            open.put(execution.run(), end);
        } else {
            end.complete("done");
        }
        mostAtATime.accumulateAndGet(running.incrementAndGet(), Math::max);
        // Last: who sees it started may finish it.
        started.add(execution);
        return new RunningTask() {
            @Override
            public TaskResult await() throws InterruptedException {
                try {
                    end.get();
                } catch (ExecutionException e) {
                    throw new IllegalStateException(e);
                }
                running.decrementAndGet();
                return result(read(execution), execution.variables().containsKey("FAIL"));
            }

            @Override
            public void kill() {
                killed.add(execution.run());
                end.complete("killed");
            }
        };
    }

    List<TaskExecution> started() {
        return List.copyOf(started);
    }

    int mostAtATime() {
        return mostAtATime.get();
    }

    long startsOf(UUID run) {
        return started.stream().filter(execution -> execution.run().equals(run)).count();
    }

    List<UUID> killed() {
        return List.copyOf(killed);
    }

    void finish(UUID run) {
        Objects.requireNonNull(open.get(run)).complete("done");
    }

    private static TaskResult result(String file, boolean fails) {
        return new TaskResult(
                Outcome.COMPLETED,
                null,
                fails ? List.of() : List.of("Read " + file),
                fails ? List.of("Read " + file) : List.of(),
                List.of(),
                null,
                Map.of(),
                List.of(),
                true,
                "{}\n".getBytes(StandardCharsets.UTF_8));
    }

    private static String read(TaskExecution execution) {
        try {
            return Files.readString(execution.tree().root().resolve(execution.path()))
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
