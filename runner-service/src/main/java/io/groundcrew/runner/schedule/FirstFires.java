package io.groundcrew.runner.schedule;

import io.groundcrew.runner.plan.ScheduledSli;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Fires a check that has never been fired as soon as its pool can run it, so that nobody waits a whole interval for the
 * first result. The database remembers which checks had theirs, for all runners and over restarts.
 */
class FirstFires {

    /** So that ten thousand new checks do not all run in their first second. */
    private static final int PER_STEP = 20;

    private final CheckPlanBook checks;
    private final CheckFire fire;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final Set<String> had = new HashSet<>();
    private boolean loaded;

    FirstFires(CheckPlanBook checks, CheckFire fire, JdbcClient jdbc, Clock clock) {
        this.checks = checks;
        this.fire = fire;
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
        for (ScheduledSli check : checks.all()) {
            if (fired == PER_STEP) {
                return;
            }
            String slx = check.slx().fullName();
            if (!had.contains(slx) && fire.isReady(check)) {
                if (claim(slx)) {
                    fire.fire(List.of(check), now);
                    fired++;
                }
                had.add(slx);
            }
        }
    }

    /** Of several runners one gets it. */
    private boolean claim(String slx) {
        return jdbc.sql("insert into check_fired (slx) values (?) on conflict do nothing")
                        .param(slx)
                        .update()
                == 1;
    }
}
