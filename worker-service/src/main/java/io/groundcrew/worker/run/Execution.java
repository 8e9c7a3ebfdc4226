package io.groundcrew.worker.run;

import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.worker.pool.PreparationException;
import io.groundcrew.worker.pool.TreeLease;
import io.groundcrew.worker.run.TaskExecutor.RunningTask;
import io.groundcrew.worker.secrets.RunSecrets;
import io.groundcrew.worker.secrets.SecretUnavailableException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt of a run in this worker. It prepares what the task needs, waits for leave to start, runs the task and
 * publishes its end, on a thread of its own.
 */
public final class Execution {

    private static final Logger log = LoggerFactory.getLogger(Execution.class);

    private final TaskRequest request;
    private final ExecutionParts parts;
    private final CompletableFuture<Void> prepared = new CompletableFuture<>();
    private final CompletableFuture<Boolean> leave = new CompletableFuture<>();
    private final CompletableFuture<Settlement> settled = new CompletableFuture<>();
    private final Object monitor = new Object();
    private final Thread thread;

    private Instant heldUntil = Instant.MIN;
    private boolean abandoned;
    private boolean over;
    private @Nullable String stopReason;
    private @Nullable RunningTask task;

    Execution(TaskRequest request, ExecutionParts parts) {
        this.request = request;
        this.parts = parts;
        this.thread = Thread.ofVirtual().name("run-" + request.run().id()).unstarted(this::run);
    }

    void begin() {
        thread.start();
    }

    public TaskRequest request() {
        return request;
    }

    /** Ends when the task could start, or when it turned out that it cannot. */
    public CompletableFuture<Void> prepared() {
        return prepared;
    }

    /** Ends when nothing more will happen. */
    public CompletableFuture<Settlement> settled() {
        return settled;
    }

    /** Lets the task start. */
    public void permit() {
        leave.complete(true);
    }

    /** The request is locked for this worker until then; an earlier time than known already changes nothing. */
    public void heldUntil(Instant time) {
        synchronized (monitor) {
            if (time.isAfter(heldUntil)) {
                heldUntil = time;
            }
        }
    }

    /** Until when the request is locked for this worker, as far as it knows. */
    public Instant heldUntil() {
        synchronized (monitor) {
            return heldUntil;
        }
    }

    /**
     * Gives the execution up: a task is killed and nothing is published. One whose task is over already goes on publishing,
     * since a second outcome does no harm and a lost one may.
     */
    public void abandon() {
        synchronized (monitor) {
            if (over) {
                return;
            }
            abandoned = true;
            leave.complete(false);
            end();
        }
    }

    /** Ends the task and publishes that, for one that nobody may run again; one that has not started is abandoned. */
    public void stop(String reason) {
        synchronized (monitor) {
            if (!leave.getNow(false)) {
                abandon();
            } else if (!over) {
                stopReason = reason;
                end();
            }
        }
    }

    private void end() {
        if (task == null) {
            thread.interrupt();
        } else {
            task.kill();
        }
    }

    private void run() {
        Settlement settlement = Settlement.ABANDONED;
        try {
            settlement = attempt();
        } catch (InterruptedException e) {
            log.debug("The execution of run {} was interrupted", request.run().id());
        } catch (Exception e) {
            log.error(
                    "The execution of run {} broke; its request will be delivered again",
                    request.run().id(),
                    e);
        } finally {
            prepared.complete(null);
            settled.complete(settlement);
        }
    }

    private Settlement attempt() throws InterruptedException, ExecutionException {
        TaskResult early;
        try (TreeLease lease =
                parts.pools().lease(request.pool(), request.bundle().commit())) {
            RunSecrets secrets = parts.secrets().resolve(request);
            prepared.complete(null);
            if (!leave.get()) {
                return Settlement.ABANDONED;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("Given up before the start");
            }
            if (parts.clock().instant().isAfter(request.notAfter())) {
                return Settlement.TOO_LATE;
            }
            return execute(parts.execution(request, lease.tree(), secrets));
        } catch (SecretUnavailableException e) {
            early = TaskResult.ended(Outcome.REFUSED, e.getMessage());
        } catch (PreparationException e) {
            early = TaskResult.ended(Outcome.FAILED, e.getMessage());
        }
        return finishEarly(early);
    }

    private Settlement finishEarly(TaskResult result) throws InterruptedException, ExecutionException {
        synchronized (monitor) {
            if (abandoned) {
                return Settlement.ABANDONED;
            }
            over = true;
        }
        parts.publisher().publish(parts.unstarted(request, result)).get();
        return Settlement.PUBLISHED;
    }

    private Settlement execute(TaskExecution execution) throws InterruptedException, ExecutionException {
        Instant startedAt = parts.clock().instant();
        StartNotice notice = StartNotice.of(
                request.repeatable(), () -> parts.publisher().publish(parts.started(request, startedAt)));
        try (RunLog output = parts.log(request)) {
            TaskResult result = result(execution, output);
            CompletableFuture<Void> started = notice.over();
            synchronized (monitor) {
                if (abandoned) {
                    return Settlement.ABANDONED;
                }
                over = true;
                if (stopReason != null) {
                    result = TaskResult.ended(Outcome.FAILED, stopReason);
                }
            }
            OutputWindow log = output.end();
            OutputWindow report = parts.report(request, result);
            CompletableFuture<Void> finished =
                    parts.publisher().publish(parts.finished(request, result, startedAt, log, report));
            CompletableFuture.allOf(started, log.stored(), report.stored(), finished)
                    .get();
            return Settlement.PUBLISHED;
        }
    }

    private TaskResult result(TaskExecution execution, RunLog output) {
        try {
            RunningTask running = parts.executor().start(execution, output);
            synchronized (monitor) {
                task = running;
                if (abandoned || stopReason != null) {
                    running.kill();
                }
            }
            return untilGone(running);
        } catch (RuntimeException e) {
            log.error("Run {} could not be executed", request.run().id(), e);
            return TaskResult.ended(Outcome.FAILED, "The worker could not execute the task: " + e);
        }
    }

    /** An interrupt asks for the end of the task, never for leaving it alone. */
    private static TaskResult untilGone(RunningTask running) {
        while (true) {
            try {
                return running.await();
            } catch (InterruptedException e) {
                running.kill();
            }
        }
    }
}
