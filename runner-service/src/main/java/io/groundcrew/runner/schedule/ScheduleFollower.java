package io.groundcrew.runner.schedule;

import io.groundcrew.runner.plan.RunPlans;
import io.groundcrew.runner.resource.ResourcesChanged;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.context.event.EventListener;

/**
 * Brings triggers in line with the documents, when they change and when the database was away as they did. A runner that has
 * just started fires nothing until it knows what: the other runners are there, and what nobody fires comes a little late.
 */
class ScheduleFollower {

    private static final int REFRESH_EVERY = 10;

    /** A collection that cannot be read must not keep the others waiting for ever. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

    private final ScheduleBook schedules;
    private final SlotTriggers triggers;
    private final FirstFires firstFires;
    private final RunPlans plans;
    private final Clock clock;
    private final Instant begun;
    private boolean firing;
    private volatile boolean changed = true;
    private int steps;

    ScheduleFollower(
            ScheduleBook schedules, SlotTriggers triggers, FirstFires firstFires, RunPlans plans, Clock clock) {
        this.plans = plans;
        this.clock = clock;
        this.begun = clock.instant();
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
        if (!firing && (plans.known() || clock.instant().isAfter(begun.plus(LONGEST_WAIT)))) {
            triggers.start();
            firing = true;
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
