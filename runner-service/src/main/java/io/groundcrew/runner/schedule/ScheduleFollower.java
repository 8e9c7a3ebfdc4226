package io.groundcrew.runner.schedule;

import io.groundcrew.runner.plan.SlisChanged;
import java.util.Set;
import org.springframework.context.event.EventListener;

/** Brings triggers in line with the documents, when they change and when the database was away as they did. */
class ScheduleFollower {

    private static final int REFRESH_EVERY = 10;

    private final CheckPlanBook checks;
    private final CheckTriggers triggers;
    private final FirstFires firstFires;
    private volatile boolean changed = true;
    private int steps;

    ScheduleFollower(CheckPlanBook checks, CheckTriggers triggers, FirstFires firstFires) {
        this.checks = checks;
        this.triggers = triggers;
        this.firstFires = firstFires;
    }

    @EventListener
    void on(SlisChanged event) {
        changed = true;
    }

    void follow() {
        if (changed || steps++ % REFRESH_EVERY == 0) {
            changed = false;
            match();
        }
        firstFires.fire();
    }

    private void match() {
        try {
            Set<CheckSlot> slots = checks.refresh();
            triggers.match(slots);
        } catch (RuntimeException e) {
            changed = true;
            throw e;
        }
    }
}
