package io.groundcrew.runner.schedule;

import io.groundcrew.runner.hold.ScheduleKey;
import io.groundcrew.runner.resource.ScheduleSpec.Misfire;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for fires that were due and not dealt with: the runner was away, or its database was. Of all that a schedule has
 * missed the last one is made up for, if its misfire policy allows that late; the others are skipped.
 */
class MissedFires {

    private static final Logger log = LoggerFactory.getLogger(MissedFires.class);

    /** Until then it is Quartz's turn. */
    private static final Duration IN_TIME = Duration.ofSeconds(30);

    /** With the policy skip: a hiccup is no reason to skip a day. */
    private static final Duration A_LITTLE_LATE = Duration.ofMinutes(1);

    private static final Duration LATEST = Duration.ofHours(24);

    private final ScheduleBook schedules;
    private final LastFires lastFires;
    private final Fires fires;
    private final FireMetrics metrics;
    private final Clock clock;

    MissedFires(ScheduleBook schedules, LastFires lastFires, Fires fires, FireMetrics metrics, Clock clock) {
        this.schedules = schedules;
        this.lastFires = lastFires;
        this.fires = fires;
        this.metrics = metrics;
        this.clock = clock;
    }

    void makeUp() throws InterruptedException {
        List<Schedule> remembered =
                schedules.all().stream().filter(Schedule::isRemembered).toList();
        if (remembered.isEmpty()) {
            return;
        }
        Map<ScheduleKey, Instant> last = lastFires.all();
        Instant until = clock.instant().minus(IN_TIME);
        int madeUp = 0;
        int skipped = 0;
        for (Schedule schedule : remembered) {
            Instant noted = last.getOrDefault(schedule.key(), Instant.EPOCH);
            Instant after = noted.isAfter(schedule.since()) ? noted : schedule.since();
            Instant missed = schedule.times().last(after, until);
            if (missed == null) {
                continue;
            }
            log.debug("{} was due at {}", schedule.key(), missed);
            if (isTooLate(schedule, missed)) {
                metrics.skipped("missed");
                lastFires.note(List.of(schedule), missed);
                skipped++;
            } else {
                fires.makeUp(schedule, missed);
                madeUp++;
            }
        }
        if (madeUp + skipped > 0) {
            log.info("Schedules missed fires: {} are made up for, {} skip theirs", madeUp, skipped);
        }
    }

    private boolean isTooLate(Schedule schedule, Instant missed) {
        Duration latest = schedule.spec().misfire() == Misfire.ONCE ? LATEST : A_LITTLE_LATE;
        return missed.isBefore(clock.instant().minus(latest));
    }
}
