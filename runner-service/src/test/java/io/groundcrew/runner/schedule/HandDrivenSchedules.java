package io.groundcrew.runner.schedule;

import io.groundcrew.chassis.loop.Loop;
import java.time.Instant;
import org.springframework.context.ApplicationContext;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;

/** The schedules of a runner whose Quartz stands still: a test says which second it is. */
public final class HandDrivenSchedules {

    private final ScheduleBook schedules;
    private final Fires fires;
    private final FirstFires firstFires;
    private final MissedFires missed;
    private final ChecksInFlight inFlight;

    /** Stops what would fire by itself. */
    public HandDrivenSchedules(ApplicationContext runner) {
        runner.getBean("missedFiresLoop", Loop.class).stop();
        runner.getBean("scheduleLoop", Loop.class).stop();
        runner.getBean(SchedulerFactoryBean.class).stop();
        schedules = runner.getBean(ScheduleBook.class);
        fires = runner.getBean(Fires.class);
        firstFires = runner.getBean(FirstFires.class);
        missed = runner.getBean(MissedFires.class);
        inFlight = runner.getBean(ChecksInFlight.class);
    }

    /** Fires every slot that has this second. */
    public void fire(Instant second) {
        for (Slot slot : schedules.slots()) {
            if (slot.next(second.minusNanos(1)).equals(second)) {
                uninterrupted(() -> fires.fire(slot, second));
            }
        }
    }

    /** Fires checks that never were. */
    public void fireFirst() {
        firstFires.fire();
    }

    /** Looks for missed fires. */
    public void makeUp() {
        uninterrupted(missed::makeUp);
    }

    /** Settles checks that no worker will finish. */
    public void settle() {
        inFlight.settle();
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    private static void uninterrupted(Step step) {
        try {
            step.run();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
