package io.groundcrew.worker.run;

import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.contracts.run.RunEvent.AttemptFailed;
import io.groundcrew.contracts.run.RunEvent.Finished;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.worker.pool.PreparationException;
import io.groundcrew.worker.pool.TreeLease;
import io.groundcrew.worker.run.TaskExecutor.RunningTask;
import io.groundcrew.worker.secrets.RunSecrets;
import io.groundcrew.worker.secrets.SecretUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt of a run in this worker. It prepares what the task needs, asks for leave where the run must not be repeated,
 * runs the task and publishes its end, on a thread of its own.
 */
public final class Execution {

    private static final Logger log = LoggerFactory.getLogger(Execution.class);

    private final TaskRequest request;
    private final Delivery delivery;
    private final @Nullable String hopeless;
    private final ExecutionParts parts;
    private final CompletableFuture<Void> taskOver = new CompletableFuture<>();
    private final CompletableFuture<Settlement> settled = new CompletableFuture<>();
    private final Object monitor = new Object();
    private final Thread thread;

    private Instant heldUntil = Instant.MIN;
    private @Nullable Settlement givenUp;
    private boolean asksForLeave;
    private boolean begun;
    private boolean over;
    private @Nullable TaskResult ended;
    private @Nullable RunningTask task;

    /** @param hopeless why it is not to be executed but to end as failed; null to execute it */
    Execution(TaskRequest request, Delivery delivery, @Nullable String hopeless, ExecutionParts parts) {
        this.request = request;
        this.delivery = delivery;
        this.hopeless = hopeless;
        this.parts = parts;
        this.thread = Thread.ofVirtual().name("run-" + request.run().id()).unstarted(this::run);
    }

    void begin() {
        thread.start();
    }

    public TaskRequest request() {
        return request;
    }

    /** The delivery that it was begun for. */
    public Delivery delivery() {
        return delivery;
    }

    /** Ends when nothing of its task runs any more, or never will; before or together with {@link #settled}. */
    public CompletableFuture<Void> taskOver() {
        return taskOver;
    }

    /** Ends when nothing more will happen. */
    public CompletableFuture<Settlement> settled() {
        return settled;
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

    /** Whether its task may have done something; from then on it is over only when it was reported. */
    boolean hasBegun() {
        synchronized (monitor) {
            return begun;
        }
    }

    /**
     * Gives the execution up for somebody else to take: a task is killed and nothing is published. One whose task is over
     * already goes on publishing, since a second outcome does no harm and a lost one may; and one that must not be repeated
     * goes on once it has asked for leave, since with the runner's answer on its way nobody else may get it.
     *
     * @return whether it is given up
     */
    public boolean abandon() {
        synchronized (monitor) {
            boolean goesOn = over || asksForLeave;
            if (!goesOn && givenUp == null) {
                giveUp(Settlement.ABANDONED);
            }
            return !goesOn;
        }
    }

    /** Ends the task as cancelled and publishes that; one that has not begun never does, and the runner reports it. */
    void cancel(String reason) {
        synchronized (monitor) {
            if (begun) {
                end(TaskResult.ended(Outcome.CANCELLED, reason));
            } else if (givenUp == null) {
                giveUp(Settlement.NOT_STARTED);
            }
        }
    }

    /** Gives the execution up for good, since another attempt took its place; one whose task is over goes on publishing. */
    void giveUp() {
        synchronized (monitor) {
            if (!over && givenUp == null) {
                giveUp(Settlement.SUPERSEDED);
            }
        }
    }

    /** Ends the task as failed and publishes that, for one that nobody may run again; one that has not begun is given up. */
    void stop(String reason) {
        synchronized (monitor) {
            if (begun) {
                end(TaskResult.ended(Outcome.FAILED, reason));
            } else if (!over && givenUp == null) {
                giveUp(Settlement.ABANDONED);
            }
        }
    }

    private void giveUp(Settlement settlement) {
        givenUp = settlement;
        kill();
    }

    private void end(TaskResult result) {
        if (!over && ended == null && givenUp == null) {
            ended = result;
            kill();
        }
    }

    private void kill() {
        if (task != null) {
            task.kill();
        } else if (!begun) {
            thread.interrupt();
        }
    }

    private void run() {
        Settlement settlement = Settlement.ABANDONED;
        try {
            settlement = hopeless == null ? attempt() : endEarly(failed(hopeless));
        } catch (InterruptedException e) {
            log.debug("The execution of run {} was interrupted", request.run().id());
            settlement = givenUpAs();
        } catch (Exception | Error e) {
            log.error("The execution of run {} broke", request.run().id(), e);
        } finally {
            taskOver.complete(null);
            settled.complete(settlement);
        }
    }

    private Settlement givenUpAs() {
        synchronized (monitor) {
            return givenUp == null ? Settlement.ABANDONED : givenUp;
        }
    }

    private Settlement attempt() throws InterruptedException, ExecutionException {
        TaskResult early;
        try (TreeLease lease =
                parts.pools().lease(request.pool(), request.bundle().commit())) {
            RunSecrets secrets = parts.secrets().resolve(request);
            Settlement refused = refusal();
            if (refused != null) {
                return refused;
            }
            synchronized (monitor) {
                if (givenUp != null) {
                    return givenUp;
                }
                begun = true;
            }
            return execute(parts.execution(request, lease.tree(), secrets));
        } catch (SecretUnavailableException e) {
            early = TaskResult.ended(Outcome.REFUSED, e.getMessage());
        } catch (PreparationException e) {
            early = TaskResult.ended(Outcome.FAILED, e.getMessage());
        }
        return endEarly(told(parts.unstarted(request, early), early));
    }

    private Finished failed(String reason) {
        return parts.unstarted(request, TaskResult.ended(Outcome.FAILED, reason));
    }

    /** What must not be repeated starts only with the runner's leave, which also knows the start-by time; null lets it start. */
    private @Nullable Settlement refusal() throws InterruptedException {
        if (request.repeatable()) {
            return parts.clock().instant().isAfter(request.notAfter()) ? Settlement.NOT_STARTED : null;
        }
        synchronized (monitor) {
            if (givenUp != null) {
                return givenUp;
            }
            asksForLeave = true;
        }
        return switch (parts.grants().ask(request)) {
            case GRANTED -> null;
            case DENIED -> Settlement.NOT_STARTED;
            case OVER -> Settlement.OVER;
        };
    }

    /** Tells of an end without a begin. Of what must not be repeated, only who could have begun it knows that nobody did. */
    private Settlement endEarly(RunEvent end) throws InterruptedException, ExecutionException {
        Settlement refused = refusal();
        if (refused != null) {
            return refused;
        }
        synchronized (monitor) {
            if (givenUp != null) {
                return givenUp;
            }
            over = true;
        }
        publish(end).get();
        return Settlement.PUBLISHED;
    }

    private Settlement execute(TaskExecution execution) throws InterruptedException, ExecutionException {
        Instant startedAt = parts.clock().instant();
        StartNotice notice = StartNotice.of(
                request.repeatable() ? parts.limits().startNoticeAfter() : Duration.ZERO,
                () -> parts.publisher(request).publish(parts.started(request, startedAt)));
        try (RunLog output = parts.log(request)) {
            TaskResult result = result(execution, output);
            taskOver.complete(null);
            CompletableFuture<Void> begin = notice.over();
            synchronized (monitor) {
                if (givenUp != null) {
                    return givenUp;
                }
                over = true;
                if (ended != null) {
                    result = ended;
                }
            }
            OutputWindow log = output.end();
            OutputWindow report = parts.report(request, result);
            // Another producer may tell of the end. Who reads of the begin after it takes the run for one that goes on.
            begin.get();
            CompletableFuture<Void> finished =
                    publish(told(parts.finished(request, result, startedAt, log, report), result));
            CompletableFuture.allOf(log.stored(), report.stored(), finished).get();
            return Settlement.PUBLISHED;
        }
    }

    private RunEvent told(Finished end, TaskResult result) {
        return request.mayBeAttemptedAgain() && result.isWorthAnotherAttempt() ? new AttemptFailed(end) : end;
    }

    private CompletableFuture<Void> publish(RunEvent end) {
        return parts.publishEnd(request, delivery, end);
    }

    private TaskResult result(TaskExecution execution, RunLog output) {
        try {
            RunningTask running = parts.executor().start(execution, output);
            synchronized (monitor) {
                task = running;
                if (givenUp != null || ended != null) {
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
