package io.groundcrew.runner.run;

import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.contracts.control.Control;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RunEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Ends runs because somebody wants it. The wish is committed first; then every worker is told, and a run that nobody has begun
 * is settled at once. One that was begun is reported by its worker, or settled when it is not heard of for half a minute.
 */
public class Cancellations {

    /** So long a worker has for ending a run and saying so. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int LONGEST_REASON = 1024;

    /** So long a cancellation is remembered after the last moment at which a request may be taken. */
    public static final Duration REMEMBERED = Duration.ofMinutes(10);

    private final CancelledRows rows;
    private final AcceptedRuns runs;
    private final OpenChecks checks;
    private final RunPublisher publisher;
    private final Clock clock;

    Cancellations(CancelledRows rows, AcceptedRuns runs, OpenChecks checks, RunPublisher publisher, Clock clock) {
        this.rows = rows;
        this.runs = runs;
        this.checks = checks;
        this.publisher = publisher;
        this.clock = clock;
    }

    /**
     * Cancels one run, on demand or scheduled.
     *
     * @param by who wants it
     * @throws ProblemException 404 for a run that is not known, 409 for one that has ended
     */
    List<UUID> run(String workspace, UUID run, String by, @Nullable String why) {
        String reason = reason(by, why);
        List<UUID> ended = mark(new QueueSelector.OneRun(run), workspace, reason);
        if (ended.isEmpty()) {
            ended = checks.cancel(workspace, new OpenChecks.Wanted(run, null, null, null, true), reason);
        }
        if (ended.isEmpty()) {
            throw runs.endOf(workspace, run)
                    .map(end -> ProblemException.conflict("Run " + run + " cannot be cancelled: " + end))
                    .orElseGet(() -> ProblemException.notFound(
                            "Workspace \"" + workspace + "\" has no run " + run + " that could be cancelled."));
        }
        return ended;
    }

    /**
     * Cancels all runs of a session that have not ended.
     *
     * @throws ProblemException 404 for a session that is not known
     */
    List<UUID> session(String workspace, UUID session, String by, @Nullable String why) {
        if (runs.session(workspace, session).isEmpty()) {
            throw ProblemException.notFound(
                    "Workspace \"" + workspace + "\" has no run session " + session + " that could be cancelled.");
        }
        return mark(new QueueSelector.OneSession(session), workspace, reason(by, why));
    }

    /** Cancels what waits and has not begun: runs on demand, and the checks that are meant as a whole. */
    List<UUID> purge(String workspace, QueueSelector.Queued selector, String by, @Nullable String why) {
        String reason = reason(by, why);
        List<UUID> purged = new ArrayList<>(mark(selector, workspace, reason));
        if (selector.taskTitle() == null) {
            purged.addAll(checks.cancel(
                    workspace,
                    new OpenChecks.Wanted(null, selector.slxs(), selector.pool(), selector.location(), false),
                    reason));
        }
        return purged;
    }

    /** Cancels the runs of a schedule that one of them replaces. */
    void replace(AcceptedRun by, String reason) {
        carryOut(rows.mark(by.slx().workspace(), new QueueSelector.EarlierOfSchedule(by), reason, clock.instant()));
    }

    /** Does again what a crash or Kafka's absence may have left undone, and settles what no worker reports. */
    void carryOut(List<CancelledRun> cancelled) {
        Instant now = clock.instant();
        cancelled.stream()
                .collect(Collectors.groupingBy(CancelledRun::reason))
                .values()
                .forEach(this::tell);
        for (CancelledRun run : cancelled) {
            if (!run.begun() || now.isAfter(run.cancelledAt().plus(PATIENCE))) {
                publisher.event(
                        RunEvent.Finished.settled(run.ref(), run.attempt(), Outcome.CANCELLED, run.reason(), now, 0));
            }
        }
    }

    private static String reason(String by, @Nullable String why) {
        if (why != null && why.length() > LONGEST_REASON) {
            throw ProblemException.badRequest(
                    "Expected a reason of at most " + LONGEST_REASON + " characters, found " + why.length() + ".");
        }
        return "Cancelled by " + by + (why == null || why.isBlank() ? "." : ": " + why);
    }

    private List<UUID> mark(QueueSelector selector, String workspace, String reason) {
        List<CancelledRun> marked = rows.mark(workspace, selector, reason, clock.instant());
        carryOut(marked);
        return marked.stream().map(run -> run.ref().id()).toList();
    }

    /** @param cancelled for one reason */
    private void tell(List<CancelledRun> cancelled) {
        for (int from = 0; from < cancelled.size(); from += Control.Cancel.MOST_RUNS) {
            tellAtOnce(cancelled.subList(from, Math.min(from + Control.Cancel.MOST_RUNS, cancelled.size())));
        }
    }

    private void tellAtOnce(List<CancelledRun> cancelled) {
        Instant until = cancelled.stream()
                .map(CancelledRun::startBy)
                .max(Instant::compareTo)
                .orElseThrow()
                .plus(REMEMBERED);
        publisher.control(new Control.Cancel(
                cancelled.stream().map(run -> run.ref().id()).toList(),
                cancelled.getFirst().reason(),
                until));
    }
}
