package io.groundcrew.runner.schedule;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.control.Control;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.contracts.run.RunRef;
import io.groundcrew.runner.plan.Fleet;
import io.groundcrew.runner.run.Cancellations;
import io.groundcrew.runner.run.OpenChecks;
import io.groundcrew.runner.run.RunEventListener;
import io.groundcrew.runner.run.RunPublisher;
import io.groundcrew.runner.run.RunTimeline;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The checks that were fired and have no outcome yet, from the log of events and from our own fires. A check has no row: a
 * runner that takes over finds the started ones in the log, and those that nobody started nobody has heard of.
 */
class ChecksInFlight implements RunEventListener, OpenChecks {

    private static final Duration EVENT_DELAY = Duration.ofSeconds(10);
    private static final Duration OVERDUE = Duration.ofSeconds(30);

    /** The runner that fired a check settles it; the others follow when it has not done so by then. */
    private static final Duration FOREIGN = Duration.ofSeconds(30);

    /** A worker that has not listed a check in its beats for so long after it began it does not have it. */
    private static final Duration UNLISTED = Duration.ofSeconds(30);

    /** A check that a worker took at the last moment and that still goes on has been told of by then. */
    static final Duration TOLD = Duration.ofSeconds(1);

    private final RunPublisher publisher;
    private final Fleet fleet;
    private final RunTimeline timeline;
    private final Clock clock;
    private final Map<UUID, Flight> flights = new ConcurrentHashMap<>();
    private final Map<Place, UUID> current = new ConcurrentHashMap<>();
    private final Map<Place, UUID> ended = new ConcurrentHashMap<>();
    private final Map<UUID, Instant> settled = new ConcurrentHashMap<>();

    ChecksInFlight(RunPublisher publisher, Fleet fleet, RunTimeline timeline, Clock clock) {
        this.publisher = publisher;
        this.fleet = fleet;
        this.timeline = timeline;
        this.clock = clock;
    }

    /** Whether an earlier fire of this check at this location is still on its way. */
    boolean isBusy(SlxRef slx, String location, UUID next) {
        UUID busy = current.get(new Place(slx, location));
        Flight flight = busy == null || busy.equals(next) ? null : flights.get(busy);
        return flight != null
                && (flight.worker() != null
                        || clock.instant().isBefore(flight.notAfter().plus(TOLD)));
    }

    /** Notes our own fire, before it is published. */
    void fired(RunRef run, String location, String pool, int intervalSeconds, Instant notAfter) {
        flights.put(
                run.id(),
                new Flight(run, location, pool, intervalSeconds, true, notAfter, clock.instant(), null, null, 0, null));
        current.put(new Place(run.slx(), location), run.id());
    }

    @Override
    public void accept(List<RunEvent> events) {
        for (RunEvent event : events) {
            if (event.run().kind() != RobotKind.SLI) {
                continue;
            }
            switch (event) {
                case RunEvent.Started started -> started(started);
                case RunEvent.Finished finished -> finished(finished);
                case RunEvent.RunAccepted never -> {}
                case RunEvent.GrantAsked never -> {}
                case RunEvent.AttemptFailed never -> {}
            }
        }
    }

    @Override
    public List<UUID> cancel(String workspace, Wanted wanted, String reason) {
        Instant now = clock.instant();
        List<Flight> meant = flights.values().stream()
                .filter(flight -> flight.run().slx().workspace().equals(workspace) && flight.isMeant(wanted))
                .filter(flight -> !settled.containsKey(flight.run().id()))
                .toList();
        for (int from = 0; from < meant.size(); from += Control.Cancel.MOST_RUNS) {
            tell(meant.subList(from, Math.min(from + Control.Cancel.MOST_RUNS, meant.size())), reason);
        }
        for (Flight flight : meant) {
            UUID run = flight.run().id();
            Flight cancelled = flights.computeIfPresent(run, (id, known) -> known.cancelled(reason, now));
            if (cancelled != null && cancelled.worker() == null) {
                settle(cancelled, now);
            }
        }
        return meant.stream().map(flight -> flight.run().id()).toList();
    }

    @Override
    public Optional<Instant> eldestBegin() {
        return flights.values().stream()
                .filter(flight -> flight.worker() != null)
                .map(Flight::notAfter)
                .min(Instant::compareTo);
    }

    private void tell(List<Flight> cancelled, String reason) {
        Instant until = cancelled.stream()
                .map(Flight::notAfter)
                .max(Instant::compareTo)
                .orElseThrow()
                .plus(Cancellations.REMEMBERED);
        publisher.control(new Control.Cancel(
                cancelled.stream().map(flight -> flight.run().id()).toList(), reason, until));
    }

    /** Settles the checks that no worker will finish any more. */
    void settle() {
        Instant now = clock.instant();
        if (!timeline.currentAsOf().isAfter(now.minus(EVENT_DELAY))) {
            return;
        }
        settled.values().removeIf(at -> at.isBefore(now.minus(OVERDUE)));
        for (Flight flight : flights.values()) {
            if (now.isAfter(flight.settleAt(fleet)) || isGivenUp(flight, now)) {
                settle(flight, now);
            }
        }
    }

    /** Whether its worker fell silent, or beats and does not have it. */
    private boolean isGivenUp(Flight flight, Instant now) {
        String worker = flight.worker();
        if (worker == null) {
            return false;
        }
        Instant without = fleet.heardWithout(worker, flight.run().id());
        // A worker publishes an end before it stops listing the run, so an end that was told would have been read.
        boolean unlisted = without != null
                && without.isAfter(flight.heardAt().plus(UNLISTED))
                && timeline.currentAsOf().isAfter(without);
        return unlisted || fleet.isSilent(worker, flight.ours() ? now : now.minus(FOREIGN));
    }

    private void settle(Flight flight, Instant now) {
        if (flight.cancelled() != null) {
            settle(flight, Outcome.CANCELLED, flight.cancelled().reason(), now);
        } else if (flight.worker() == null) {
            settle(flight, Outcome.EXPIRED, "No worker took it before its next fire.", now);
        } else {
            settle(
                    flight,
                    Outcome.LOST,
                    "Worker " + flight.worker() + " began it and told no end; the next fire checks again.",
                    now);
        }
    }

    /** It is forgotten only when the outcome has come back through the log, so it is said again if it does not. */
    private void settle(Flight flight, Outcome outcome, String reason, Instant now) {
        if (settled.putIfAbsent(flight.run().id(), now) == null) {
            publisher.event(RunEvent.Finished.settled(
                    flight.run(), flight.attempt(), outcome, reason, now, flight.intervalSeconds()));
            leave(flight);
        }
    }

    private void finished(RunEvent.Finished event) {
        if (event.location() != null) {
            ended.put(
                    new Place(event.run().slx(), event.location()), event.run().id());
        }
        end(event.run().id());
    }

    private void started(RunEvent.Started event) {
        Place place = new Place(event.run().slx(), event.location());
        if (event.run().id().equals(ended.get(place))) {
            // Late, or told once more.
            return;
        }
        flights.compute(
                event.run().id(),
                (id, known) -> new Flight(
                        event.run(),
                        event.location(),
                        event.bundle().collection(),
                        event.intervalSeconds(),
                        known != null && known.ours(),
                        event.at(),
                        clock.instant(),
                        event.worker(),
                        event.deadline(),
                        event.attempt(),
                        known == null ? null : known.cancelled()));
        current.putIfAbsent(place, event.run().id());
    }

    private void end(UUID run) {
        Flight ended = flights.remove(run);
        if (ended != null) {
            leave(ended);
        }
    }

    /** The next fire need not wait for it any more. */
    private void leave(Flight flight) {
        current.remove(
                new Place(flight.run().slx(), flight.location()), flight.run().id());
    }

    private record Place(SlxRef slx, String location) {}

    private record Cancelled(String reason, Instant at) {}

    /**
     * A check on its way; without a worker until one has started it.
     *
     * @param notAfter until when a worker may take it; of one that was begun, when that was
     * @param heardAt when this runner fired it or heard of its begin
     */
    private record Flight(
            RunRef run,
            String location,
            String pool,
            int intervalSeconds,
            boolean ours,
            Instant notAfter,
            Instant heardAt,
            @Nullable String worker,
            @Nullable Instant deadline,
            int attempt,
            @Nullable Cancelled cancelled) {

        boolean isMeant(Wanted wanted) {
            return (wanted.run() == null || wanted.run().equals(run.id()))
                    && (wanted.slxs() == null
                            || wanted.slxs().contains(run.slx().shortName()))
                    && (wanted.pool() == null || wanted.pool().equals(pool))
                    && (wanted.location() == null || wanted.location().equals(location))
                    && (wanted.begun() || worker == null);
        }

        Flight cancelled(String reason, Instant at) {
            return new Flight(
                    run,
                    location,
                    pool,
                    intervalSeconds,
                    ours,
                    notAfter,
                    heardAt,
                    worker,
                    deadline,
                    attempt,
                    new Cancelled(reason, at));
        }

        Instant settleAt(Fleet fleet) {
            if (cancelled != null) {
                return cancelled.at().plus(Cancellations.PATIENCE);
            }
            Instant own = deadline == null
                    ? notAfter.plus(EVENT_DELAY)
                    : fleet.afterGap(deadline, notAfter).plus(OVERDUE);
            return ours ? own : own.plus(FOREIGN);
        }
    }
}
