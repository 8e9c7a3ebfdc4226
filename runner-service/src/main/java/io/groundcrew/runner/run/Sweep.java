package io.groundcrew.runner.run;

import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.runner.plan.Fleet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Once a second: sends on what waits or what a crash left, and settles what no worker will finish any more. Rows are locked
 * while they are looked at, so that several runners share the work.
 */
class Sweep {

    private static final Logger log = LoggerFactory.getLogger(Sweep.class);
    private static final int BATCH = 500;

    /** The accepting thread has this long to do it itself. */
    private static final Duration LEFT_BEHIND = Duration.ofSeconds(10);

    /** A worker's Started may reach us this much later than the moment it took the run. */
    private static final Duration EVENT_DELAY = Duration.ofSeconds(10);

    private static final Duration OVERDUE = Duration.ofSeconds(30);
    private static final Duration KEPT = Duration.ofDays(1);

    private final AcceptedRuns runs;
    private final Dispatcher dispatcher;
    private final Confirmations confirmations;
    private final Fleet fleet;
    private final RunTimeline timeline;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Map<UUID, Instant> settled = new HashMap<>();
    private Instant nextForgetting = Instant.EPOCH;

    Sweep(
            AcceptedRuns runs,
            Dispatcher dispatcher,
            Confirmations confirmations,
            Fleet fleet,
            RunTimeline timeline,
            TransactionTemplate transaction,
            Clock clock) {
        this.runs = runs;
        this.dispatcher = dispatcher;
        this.confirmations = confirmations;
        this.fleet = fleet;
        this.timeline = timeline;
        this.transaction = transaction;
        this.clock = clock;
    }

    void sweep() {
        confirmations.write();
        Instant now = clock.instant();
        transaction.executeWithoutResult(status -> sendOn(now));
        transaction.executeWithoutResult(status -> expire(now));
        transaction.executeWithoutResult(status -> settleStarted(now));
        if (now.isAfter(nextForgetting)) {
            nextForgetting = now.plus(Duration.ofHours(1));
            log.debug("{} sessions that ended over {} ago are forgotten", runs.forget(now.minus(KEPT)), KEPT);
        }
    }

    private void sendOn(Instant now) {
        for (AcceptedRun run : runs.waiting(BATCH)) {
            sessionOf(run).ifPresent(session -> dispatcher.advance(session, run));
        }
        for (AcceptedRun run : runs.unconfirmed(now.minus(LEFT_BEHIND), BATCH)) {
            sessionOf(run).ifPresent(session -> dispatcher.advance(session, run));
        }
    }

    private void expire(Instant now) {
        if (!hasSeenAllOf(now.minus(EVENT_DELAY))) {
            return;
        }
        for (AcceptedRun run : runs.expired(now.minus(EVENT_DELAY), BATCH)) {
            settle(
                    run,
                    Outcome.EXPIRED,
                    "No worker took it before its start-by time " + run.startBy()
                            + ". Look whether its pool has a worker with a ready environment, then run it again.",
                    now);
        }
    }

    private void settleStarted(Instant now) {
        if (!hasSeenAllOf(now.minus(EVENT_DELAY))) {
            return;
        }
        for (AcceptedRuns.StartedRun started : runs.started(BATCH)) {
            AcceptedRun run = started.run();
            String worker = String.valueOf(started.worker());
            boolean overdue = now.isAfter(started.deadline().plus(OVERDUE));
            if (!overdue && !fleet.isSilent(worker, now)) {
                continue;
            }
            if (started.repeatable() && now.isBefore(run.startBy())) {
                dispatcher.retry(run);
            } else {
                settle(
                        run,
                        Outcome.LOST,
                        "Worker " + worker + " began it and fell silent"
                                + (started.repeatable()
                                        ? " and its start-by time has passed."
                                        : ", and it may not be repeated by itself.")
                                + " Look at what it did, then run it again if need be.",
                        now);
            }
        }
    }

    /** The row is closed only when the outcome has come back through the log, so it is said again if it does not. */
    private void settle(AcceptedRun run, Outcome outcome, String reason, Instant now) {
        settled.values().removeIf(at -> at.isBefore(now.minus(OVERDUE)));
        if (settled.putIfAbsent(run.id(), now) == null) {
            dispatcher.settle(run, outcome, reason);
        }
    }

    private boolean hasSeenAllOf(Instant instant) {
        return timeline.currentAsOf().isAfter(instant);
    }

    private Optional<Session> sessionOf(AcceptedRun run) {
        return runs.session(run.slx().workspace(), run.session());
    }
}
