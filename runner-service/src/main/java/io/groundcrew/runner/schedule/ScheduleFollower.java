package io.groundcrew.runner.schedule;

import io.groundcrew.runner.resource.ResourcesChanged;
import org.springframework.context.event.EventListener;

/** Brings triggers in line with the documents, when they change and when the database was away as they did. */
class ScheduleFollower {

    private static final int REFRESH_EVERY = 10;

    private final ScheduleBook schedules;
    private final SlotTriggers triggers;
    private final FirstFires firstFires;
    private volatile boolean changed = true;
    private int steps;

    ScheduleFollower(ScheduleBook schedules, SlotTriggers triggers, FirstFires firstFires) {
        this.schedules = schedules;
        this.triggers = triggers;
        this.firstFires = firstFires;
    }

    @EventListener
    void on(ResourcesChanged event) {
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
            triggers.match(schedules.slots());
        } catch (RuntimeException e) {
            changed = true;
            throw e;
        }
    }
}
