package io.groundcrew.runner.schedule;

import io.groundcrew.runner.plan.RunPlans;
import io.groundcrew.runner.resource.ResourcesChanged;
import org.springframework.context.event.EventListener;

/** Brings triggers in line with the documents, when they change and when the database was away as they did. */
class ScheduleFollower {

    private static final int REFRESH_EVERY = 10;

    private final RunPlans plans;
    private final ScheduleBook schedules;
    private final SlotTriggers triggers;
    private final FirstFires firstFires;
    private volatile boolean changed = true;
    private boolean started;
    private int steps;

    ScheduleFollower(RunPlans plans, ScheduleBook schedules, SlotTriggers triggers, FirstFires firstFires) {
        this.plans = plans;
        this.schedules = schedules;
        this.triggers = triggers;
        this.firstFires = firstFires;
    }

    @EventListener
    void on(ResourcesChanged event) {
        changed = true;
    }

    /**
     * Does nothing before resources and collections were read: it would look as if no schedule was left, and what another
     * runner fires, or left to be recovered, would be removed.
     */
    void follow() {
        if (!plans.loaded()) {
            return;
        }
        if (changed || steps++ % REFRESH_EVERY == 0) {
            changed = false;
            match();
        }
        firstFires.fire();
    }

    private void match() {
        try {
            triggers.match(schedules.slots());
            if (!started) {
                triggers.start();
                started = true;
            }
        } catch (RuntimeException e) {
            changed = true;
            throw e;
        }
    }
}
