package io.groundcrew.runner.schedule;

import io.groundcrew.runner.hold.Holds;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.errors.RetriableException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Fires a check on an interval that has never been fired as soon as its pool can run it, so that nobody waits a whole
 * interval for the first result; of many new ones only those that would have to wait longer. The database remembers which
 * checks had theirs, for all runners and over restarts; what Kafka did not take is given back.
 */
class FirstFires {

    /** So that ten thousand new checks do not all run in their first second. */
    private static final int PER_STEP = 20;

    private final ScheduleBook schedules;
    private final CheckFire fire;
    private final Holds holds;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final Set<String> had = new HashSet<>();
    /** The fires that Kafka did not take, by SLX. Their next try has the same id, else it would wait for the first one's end. */
    private final Map<String, Instant> untaken = new ConcurrentHashMap<>();

    private List<Schedule> allHadTheirs = List.of();
    private boolean loaded;

    FirstFires(ScheduleBook schedules, CheckFire fire, Holds holds, JdbcClient jdbc, Clock clock) {
        this.schedules = schedules;
        this.fire = fire;
        this.holds = holds;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    void fire() {
        if (!loaded) {
            had.addAll(
                    jdbc.sql("select slx from check_fired").query(String.class).list());
            loaded = true;
        }
        giveBack(untaken.keySet().stream().filter(had::contains).toList());
        List<Schedule> all = schedules.all();
        if (all == allHadTheirs) {
            // The book makes a new list when a document changes.
            return;
        }
        List<Schedule> fresh = all.stream().filter(this::hasHadNone).toList();
        if (fresh.isEmpty()) {
            allHadTheirs = all;
        } else {
            fire(fresh, clock.instant().truncatedTo(ChronoUnit.SECONDS));
        }
    }

    private boolean hasHadNone(Schedule schedule) {
        return schedule.isSli()
                && !schedule.isCron()
                && !had.contains(schedule.slx().fullName());
    }

    private void fire(List<Schedule> fresh, Instant now) {
        List<Schedule> turn = new ArrayList<>();
        List<String> overtaken = new ArrayList<>();
        int waiting = 0;
        for (Schedule check : fresh) {
            if (!mayFire(check, now)) {
                continue;
            }
            if (!untaken.containsKey(check.slx().fullName())
                    && isDue(check, now, now.plusSeconds(1 + waiting / PER_STEP))) {
                overtaken.add(check.slx().fullName());
            } else {
                waiting++;
                if (turn.size() < PER_STEP) {
                    turn.add(check);
                }
            }
        }
        claim(overtaken);
        Set<String> ours =
                claim(turn.stream().map(check -> check.slx().fullName()).toList());
        turn.stream().filter(check -> ours.contains(check.slx().fullName())).forEach(check -> publish(check, now));
    }

    private void publish(Schedule check, Instant now) {
        String slx = check.slx().fullName();
        Instant before = untaken.remove(slx);
        Instant nominal = before == null ? now : before;
        fire.fire(check, nominal, now).whenComplete((taken, failure) -> {
            // What Kafka refuses for itself, such as its size, it refuses each time.
            if (failure != null && failure.getCause() instanceof RetriableException) {
                untaken.put(slx, nominal);
            }
        });
    }

    /** Whether its own fire comes no later than its turn would. */
    private static boolean isDue(Schedule check, Instant now, Instant turn) {
        Instant next = check.times().next(now.minusNanos(1));
        return next != null && !next.isAfter(turn);
    }

    private boolean mayFire(Schedule check, Instant now) {
        return holds.on(check.key(), now) == null && fire.isReady(check);
    }

    private void giveBack(List<String> slxs) {
        if (!slxs.isEmpty()) {
            jdbc.sql("delete from check_fired where slx = any(?)")
                    .param(slxs.toArray(String[]::new))
                    .update();
            slxs.forEach(had::remove);
            allHadTheirs = List.of();
        }
    }

    /** Of several runners one gets each; answers with those that this one got. */
    private Set<String> claim(List<String> slxs) {
        if (slxs.isEmpty()) {
            return Set.of();
        }
        Set<String> got = new HashSet<>();
        got.addAll(jdbc.sql("insert into check_fired (slx) select unnest(?) on conflict do nothing returning slx")
                .param(slxs.toArray(String[]::new))
                .query(String.class)
                .list());
        had.addAll(slxs);
        return got;
    }
}
