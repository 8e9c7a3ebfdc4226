package io.groundcrew.worker.run;

import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.OutputChunk;
import io.groundcrew.contracts.run.ReportedIssue;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.contracts.run.RunEvent.Finished;
import io.groundcrew.contracts.run.RunEvent.Finished.Rest;
import io.groundcrew.contracts.run.RunEvent.Started;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.worker.pool.Pools;
import io.groundcrew.worker.pool.PreparedTree;
import io.groundcrew.worker.secrets.RunSecrets;
import io.groundcrew.worker.secrets.Secrets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** What all executions of a worker share. */
record ExecutionParts(
        String worker,
        Pools pools,
        Secrets secrets,
        RunEnvironment environment,
        TaskExecutor executor,
        RunPublisher atOnce,
        RunPublisher gathering,
        Grants grants,
        RunProperties limits,
        Path spool,
        Clock clock) {

    /**
     * What may not be repeated is told of at once: a worker that dies before its outcome is stored leaves it to a person.
     */
    RunPublisher publisher(TaskRequest request) {
        return request.repeatable() ? gathering : atOnce;
    }

    /** Publishes an end. A slot that can do nothing else until it is stored waits for no others; those there are go with it. */
    CompletableFuture<Void> publishEnd(TaskRequest request, Delivery delivery, RunEvent end) {
        RunPublisher publisher = publisher(request);
        return delivery.awaited() ? publisher.publishNow(end) : publisher.publish(end);
    }

    TaskExecution execution(TaskRequest request, PreparedTree tree, RunSecrets runSecrets) {
        return new TaskExecution(
                request.run().id(),
                request.attempt(),
                request.run().kind(),
                tree,
                request.bundle().path(),
                request.taskTitles(),
                request.variables(),
                runSecrets.values(),
                environment.of(request, runSecrets),
                runSecrets.identity().files(),
                request.access(),
                request.timeout());
    }

    Started started(TaskRequest request, Instant at) {
        return new Started(
                request.run(),
                request.attempt(),
                worker,
                request.location(),
                request.bundle(),
                at,
                at.plus(request.timeout()),
                request.intervalSeconds());
    }

    RunLog log(TaskRequest request) {
        return new RunLog(
                spool.resolve(request.run().id() + "-" + request.attempt() + ".log"),
                limits.logLimit().toBytes(),
                new OutputWindow(gathering, request.run(), request.attempt(), OutputChunk.Stream.LOG));
    }

    OutputWindow report(TaskRequest request, TaskResult result) throws InterruptedException, ExecutionException {
        OutputWindow window = new OutputWindow(gathering, request.run(), request.attempt(), OutputChunk.Stream.REPORT);
        byte[] report = result.report();
        int length = (int) Math.min(report.length, limits.reportLimit().toBytes());
        int from = 0;
        while (length - from > Rest.MAX_BYTES) {
            int to = Math.min(from + OutputChunk.MAX_BYTES, length);
            window.send(Arrays.copyOfRange(report, from, to));
            from = to;
        }
        window.keep(Arrays.copyOfRange(report, from, length));
        return window;
    }

    /** The end of a request whose task was never started. */
    Finished unstarted(TaskRequest request, TaskResult result) {
        return finished(request, result, null, 0, 0, null);
    }

    Finished finished(
            TaskRequest request, TaskResult result, Instant startedAt, OutputWindow log, OutputWindow report) {
        Rest rest = log.rest().length + report.rest().length == 0 ? null : new Rest(log.rest(), report.rest());
        return finished(request, result, startedAt, log.length(), report.length(), rest);
    }

    private Finished finished(
            TaskRequest request,
            TaskResult result,
            @Nullable Instant startedAt,
            long logLength,
            long reportLength,
            @Nullable Rest rest) {
        List<ReportedIssue> issues = new IssueLimits(limits.issueLimit()).bounded(result.issues());
        boolean complete =
                result.issuesComplete() && issues.size() == result.issues().size();
        return new Finished(
                request.run(),
                request.attempt(),
                worker,
                result.outcome(),
                result.outcome() == Outcome.COMPLETED ? null : result.reason(),
                startedAt,
                clock.instant(),
                result.passed(),
                result.failed(),
                result.skipped(),
                result.metric(),
                result.subMetrics(),
                issues,
                complete,
                logLength,
                reportLength,
                request.intervalSeconds(),
                request.location(),
                request.bundle(),
                rest);
    }
}
