package io.groundcrew.runner.run;

import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.runner.limit.Limits;
import io.groundcrew.runner.plan.Fleet;
import io.groundcrew.runner.run.AcceptedRuns.Place;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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

    /** A worker that has not listed a run in its beats for so long after it began it does not have it. */
    private static final Duration UNLISTED = Duration.ofSeconds(30);

    /** Whoever cancels does the first step himself. */
    private static final Duration CANCELLED = Duration.ofSeconds(5);

    /** A run that ends each worker that takes it must not go on until its start-by time, which may be days. */
    private static final int MOST_ATTEMPTS = 20;

    private static final Duration KEPT = Duration.ofDays(1);

    private final AcceptedRuns runs;
    private final Dispatcher dispatcher;
    private final Limits limits;
    private final Overlaps overlaps;
    private final Confirmations confirmations;
    private final CancelledRows cancelled;
    private final Cancellations cancellations;
    private final Fleet fleet;
    private final RunTimeline timeline;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private Instant nextForgetting = Instant.EPOCH;

    Sweep(
            AcceptedRuns runs,
            Dispatcher dispatcher,
            Limits limits,
            Overlaps overlaps,
            Confirmations confirmations,
            CancelledRows cancelled,
            Cancellations cancellations,
            Fleet fleet,
            RunTimeline timeline,
            TransactionTemplate transaction,
            Clock clock) {
        this.runs = runs;
        this.dispatcher = dispatcher;
        this.limits = limits;
        this.overlaps = overlaps;
        this.confirmations = confirmations;
        this.cancelled = cancelled;
        this.cancellations = cancellations;
        this.fleet = fleet;
        this.timeline = timeline;
        this.transaction = transaction;
        this.clock = clock;
    }

    void sweep() {
        confirmations.write();
        Instant now = clock.instant();
        eachOf(
                () -> transaction.executeWithoutResult(status -> expire(now)),
                () -> settleStarted(now),
                () -> transaction.executeWithoutResult(status -> settleCancelled(now)),
                () -> dispatch(now),
                () -> forget(now));
    }

    /** One that fails keeps none of the others from being done. */
    private static void eachOf(Runnable... steps) {
        RuntimeException first = null;
        for (Runnable step : steps) {
            try {
                step.run();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private void dispatch(Instant now) {
        if (dispatcher.canPlan() && limits.known()) {
            Limits.Round round = limits.round();
            inBatches(from -> {
                List<AcceptedRun> waiting = runs.waiting(now, from, BATCH);
                waiting.forEach(run -> advance(run, round));
                return waiting;
            });
            inBatches(from -> {
                List<AcceptedRun> unconfirmed = runs.unconfirmed(now.minus(LEFT_BEHIND), from, BATCH);
                unconfirmed.forEach(this::repeat);
                return unconfirmed;
            });
        }
    }

    private void forget(Instant now) {
        if (now.isAfter(nextForgetting)) {
            nextForgetting = now.plus(Duration.ofHours(1));
            log.debug("{} sessions that ended over {} ago are forgotten", runs.forget(now.minus(KEPT)), KEPT);
        }
    }

    /**
     * Takes all of a kind, the eldest first, each batch in a transaction of its own: what is dispatched is sent when that is
     * committed.
     *
     * @param take takes those from a place on, and gives them
     */
    private void inBatches(Function<Place, List<AcceptedRun>> take) {
        Place place = Place.FIRST;
        List<AcceptedRun> batch;
        do {
            Place from = place;
            batch = Objects.requireNonNull(transaction.execute(status -> take.apply(from)));
            place = batch.isEmpty() ? from : Place.behind(batch.getLast());
        } while (batch.size() == BATCH);
    }

    private void repeat(AcceptedRun run) {
        // While Kafka is away, each would be one more copy for another worker to execute.
        if (!confirmations.isOnItsWay(run.id())) {
            dispatcher.repeat(() -> sessionOf(run), run);
        }
    }

    private void advance(AcceptedRun run, Limits.Round round) {
        Optional<String> obstacle = run.overlap() == null ? Optional.empty() : overlaps.obstacle(run, run.overlap());
        obstacle.ifPresentOrElse(
                reason -> dispatcher.await(() -> sessionOf(run), run, reason),
                () -> dispatcher.advance(() -> sessionOf(run), run, round));
    }

    private void expire(Instant now) {
        if (!hasSeenAllOf(now.minus(EVENT_DELAY))) {
            return;
        }
        for (AcceptedRun run : runs.expired(now.minus(EVENT_DELAY), BATCH)) {
            dispatcher.settle(
                    run,
                    Outcome.EXPIRED,
                    "No worker took it before its start-by time " + run.startBy()
                            + ". Look whether its pool has a worker with a ready environment, then run it again.");
        }
    }

    private void settleStarted(Instant now) {
        if (!hasSeenAllOf(now.minus(EVENT_DELAY))) {
            return;
        }
        inBatches(from -> {
            List<AcceptedRuns.StartedRun> batch = runs.started(from, BATCH);
            batch.forEach(started -> settleStarted(started, now));
            return batch.stream().map(AcceptedRuns.StartedRun::run).toList();
        });
    }

    private void settleStarted(AcceptedRuns.StartedRun started, Instant now) {
        AcceptedRun run = started.run();
        String worker = started.worker();
        boolean overdue = now.isAfter(
                fleet.afterGap(started.deadline(), started.begunAt()).plus(OVERDUE));
        if (!overdue && !fleet.isSilent(worker, now) && !isWithout(worker, started)) {
            return;
        }
        String obstacle = obstacle(started, now);
        if (obstacle == null) {
            dispatcher.retry(run);
        } else {
            dispatcher.settle(
                    run,
                    Outcome.LOST,
                    "Worker " + worker + " began it and told no end, and " + obstacle
                            + " Look at what it did, then run it again if need be.");
        }
    }

    /** Why a run that was begun is not attempted again; null when it is. */
    private static @Nullable String obstacle(AcceptedRuns.StartedRun started, Instant now) {
        if (!started.repeatable()) {
            return "it may not be repeated by itself.";
        }
        if (!now.isBefore(started.run().startBy())) {
            return "its start-by time has passed.";
        }
        return started.run().attempt() < MOST_ATTEMPTS
                ? null
                : "it was attempted " + started.run().attempt() + " times: it may be what ends its workers.";
    }

    /** A worker publishes an end before it stops listing the run, so an end that was told would have been read. */
    private boolean isWithout(String worker, AcceptedRuns.StartedRun started) {
        Instant heard = fleet.heardWithout(worker, started.run().id());
        return heard != null && heard.isAfter(started.begunAt().plus(UNLISTED)) && hasSeenAllOf(heard);
    }

    private void settleCancelled(Instant now) {
        cancellations.carryOut(cancelled.openAgain(now.minus(CANCELLED), now, BATCH));
    }

    private boolean hasSeenAllOf(Instant instant) {
        return timeline.currentAsOf().isAfter(instant);
    }

    private Session sessionOf(AcceptedRun run) {
        return runs.session(run.slx().workspace(), run.session()).orElseThrow();
    }
}
