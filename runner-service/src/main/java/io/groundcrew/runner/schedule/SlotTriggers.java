package io.groundcrew.runner.schedule;

import java.time.Clock;
import java.util.Date;
import java.util.Set;
import java.util.stream.Collectors;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.matchers.GroupMatcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one Quartz trigger for each slot that holds schedules. */
class SlotTriggers {

    private static final Logger log = LoggerFactory.getLogger(SlotTriggers.class);
    private static final String GROUP = "slots";

    private final Scheduler scheduler;
    private final Clock clock;

    SlotTriggers(Scheduler scheduler, Clock clock) {
        this.scheduler = scheduler;
        this.clock = clock;
    }

    /**
     * Adds the triggers that are missing and removes those without schedules, also what an earlier version left.
     *
     * @throws IllegalStateException when the database does not answer; the caller tries again
     */
    void match(Set<Slot> slots) {
        try {
            Set<JobKey> wanted = slots.stream().map(SlotTriggers::job).collect(Collectors.toSet());
            Set<JobKey> present = scheduler.getJobKeys(GroupMatcher.anyJobGroup());
            for (Slot slot : slots) {
                if (!present.contains(job(slot))) {
                    add(slot);
                }
            }
            for (JobKey job : present) {
                if (!wanted.contains(job)) {
                    scheduler.deleteJob(job);
                }
            }
        } catch (SchedulerException e) {
            throw new IllegalStateException("Could not bring the triggers up to date", e);
        }
    }

    /**
     * Lets them fire, those first that a runner which died has left.
     *
     * @throws IllegalStateException when the database does not answer; the caller tries again
     */
    void start() {
        try {
            scheduler.start();
        } catch (SchedulerException e) {
            throw new IllegalStateException("Could not start the triggers", e);
        }
    }

    private void add(Slot slot) throws SchedulerException {
        JobDetail job = JobBuilder.newJob(SlotJob.class)
                .withIdentity(job(slot))
                .usingJobData(SlotJob.INTERVAL, slot.intervalSeconds())
                .usingJobData(SlotJob.SECOND, slot.second())
                .requestRecovery()
                .build();
        Trigger trigger = TriggerBuilder.newTrigger()
                .withIdentity(slot.triggerName(), GROUP)
                .startAt(Date.from(slot.next(clock.instant())))
                .withSchedule(SimpleScheduleBuilder.simpleSchedule()
                        .withIntervalInSeconds(slot.intervalSeconds())
                        .repeatForever()
                        .withMisfireHandlingInstructionNextWithExistingCount())
                .build();
        scheduler.scheduleJob(job, Set.of(trigger), true);
        log.debug("Schedules of {} fire from {} on", slot, trigger.getStartTime());
    }

    private static JobKey job(Slot slot) {
        return JobKey.jobKey(slot.triggerName(), GROUP);
    }
}
