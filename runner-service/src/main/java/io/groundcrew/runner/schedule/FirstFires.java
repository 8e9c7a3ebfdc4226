package io.groundcrew.runner.schedule;

import io.groundcrew.runner.hold.Holds;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Fires a check on an interval that has never been fired as soon as its pool can run it, so that nobody waits a whole
 * interval for the first result. The database remembers which checks had theirs, for all runners and over restarts.
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
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        int fired = 0;
        for (Schedule check : schedules.all()) {
            if (fired == PER_STEP) {
                return;
            }
            String slx = check.slx().fullName();
            if (check.isSli() && !check.isCron() && !had.contains(slx) && mayFire(check, now)) {
                if (claim(slx)) {
                    fire.fire(List.of(check), now, now);
                    fired++;
                }
                had.add(slx);
            }
        }
    }

    private boolean mayFire(Schedule check, Instant now) {
        return holds.on(check.key(), now) == null && fire.isReady(check);
    }

    /** Of several runners one gets it. */
    private boolean claim(String slx) {
        return jdbc.sql("insert into check_fired (slx) values (?) on conflict do nothing")
                        .param(slx)
                        .update()
                == 1;
    }
}
