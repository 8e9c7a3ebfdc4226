package io.groundcrew.runner.schedule;

import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.runner.hold.Hold;
import io.groundcrew.runner.hold.Holds;
import io.groundcrew.runner.hold.Pause;
import io.groundcrew.runner.hold.ScheduleKey;
import io.groundcrew.runner.hold.Window;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Fires schedules that are due, unless something holds them. What was dealt with is noted afterwards. */
class Fires {

    private static final Logger log = LoggerFactory.getLogger(Fires.class);
    private static final long MAX_WAIT_SECONDS = 5;
    private static final int BATCH = 100;

    private final ScheduleBook schedules;
    private final Holds holds;
    private final CheckFire checks;
    private final RunbookFire runbooks;
    private final LastFires lastFires;
    private final FireMetrics metrics;
    private final Clock clock;
    private final Map<ScheduleKey, Publication> publications = new ConcurrentHashMap<>();

    /** A fire that was handed to Kafka's producer, which sends it when Kafka is there. */
    private record Publication(Schedule check, Instant nominal, CompletableFuture<Void> stored) {

        boolean isStored() {
            return stored.isDone() && !stored.isCompletedExceptionally();
        }
    }

    Fires(
            ScheduleBook schedules,
            Holds holds,
            CheckFire checks,
            RunbookFire runbooks,
            LastFires lastFires,
            FireMetrics metrics,
            Clock clock) {
        this.schedules = schedules;
        this.holds = holds;
        this.checks = checks;
        this.runbooks = runbooks;
        this.lastFires = lastFires;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Fires what is due in a slot at one of its seconds. */
    void fire(Slot slot, Instant nominal) throws InterruptedException {
        List<Schedule> due = schedules.in(slot).stream()
                .filter(schedule -> schedule.times().isAt(nominal))
                .toList();
        fire(due, nominal, nominal);
    }

    /** Fires one schedule for a fire that was missed; not one that is only late on its way to Kafka. */
    void makeUp(Schedule schedule, Instant nominal) throws InterruptedException {
        Publication late = publications.get(schedule.key());
        if (late != null && late.nominal().equals(nominal) && !late.stored().isCompletedExceptionally()) {
            if (late.isStored()) {
                lastFires.note(List.of(schedule), nominal);
            }
            return;
        }
        Instant now = clock.instant();
        Hold hold = holds.on(schedule.key(), now);
        if (hold == null) {
            fire(List.of(schedule), nominal, now);
        } else {
            metrics.skipped(reason(hold));
            lastFires.note(List.of(schedule), nominal);
        }
    }

    private void fire(List<Schedule> due, Instant nominal, Instant from) throws InterruptedException {
        List<Schedule> free = free(due, nominal);
        List<Schedule> slis = free.stream().filter(Schedule::isSli).toList();
        List<Schedule> books =
                free.stream().filter(schedule -> !schedule.isSli()).toList();
        List<Publication> published = slis.stream()
                .map(check -> new Publication(check, nominal, checks.fire(check, nominal, from)))
                .toList();
        List<Publication> remembered =
                published.stream().filter(one -> one.check().isRemembered()).toList();
        remembered.forEach(one -> publications.put(one.check().key(), one));
        for (int begin = 0; begin < books.size(); begin += BATCH) {
            lastFires.note(open(books.subList(begin, Math.min(begin + BATCH, books.size())), nominal), nominal);
        }
        await(published, nominal);
        // Each by itself: what Kafka has must not be fired again since another one's pool has no topic.
        lastFires.note(
                remembered.stream()
                        .filter(Publication::isStored)
                        .map(Publication::check)
                        .toList(),
                nominal);
    }

    /** Those that nothing holds; a fire that is held is dealt with by that. */
    private List<Schedule> free(List<Schedule> due, Instant nominal) {
        List<Schedule> free = new ArrayList<>();
        List<Schedule> held = new ArrayList<>();
        Instant now = clock.instant();
        for (Schedule schedule : due) {
            Hold hold = holds.on(schedule.key(), nominal);
            if (hold == null) {
                metrics.fired(nominal, now);
                free.add(schedule);
            } else {
                metrics.skipped(reason(hold));
                held.add(schedule);
            }
        }
        lastFires.note(held.stream().filter(Schedule::isRemembered).toList(), nominal);
        return free;
    }

    /** Answers with those that need not be tried again. */
    private List<Schedule> open(List<Schedule> books, Instant nominal) {
        return books.stream().filter(book -> open(book, nominal)).toList();
    }

    /** False when it has to be tried again. */
    private boolean open(Schedule runbook, Instant nominal) {
        try {
            runbooks.fire(runbook, nominal);
            return true;
        } catch (ProblemException gone) {
            log.info("Runbook of {} was not run at {}: {}", runbook.slx(), nominal, gone.getMessage());
            return true;
        } catch (DataAccessException | TransactionException e) {
            log.warn("Runbook of {} could not be run at {}: {}", runbook.slx(), nominal, e.toString());
            return false;
        }
    }

    private static void await(List<Publication> published, Instant nominal) throws InterruptedException {
        try {
            CompletableFuture.allOf(published.stream().map(Publication::stored).toArray(CompletableFuture<?>[]::new))
                    .get(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.warn("Kafka did not confirm all checks that were due at {}: {}", nominal, e.toString());
        }
    }

    private static String reason(Hold hold) {
        return switch (hold) {
            case Pause pause -> "paused";
            case Window window -> "maintenance";
        };
    }
}
