package io.groundcrew.runner.schedule;

import java.time.Clock;
import java.time.Duration;
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
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps one Quartz trigger for each slot that holds schedules. A change is one transaction, which Quartz does not begin by
 * itself: half a trigger would keep every trigger of the cluster from firing.
 */
class SlotTriggers {

    private static final Logger log = LoggerFactory.getLogger(SlotTriggers.class);
    private static final String GROUP = "slots";

    /** More than the clocks of two runners may differ. */
    private static final Duration AHEAD = Duration.ofSeconds(30);

    private final Scheduler scheduler;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;

    SlotTriggers(Scheduler scheduler, JdbcClient jdbc, TransactionTemplate transaction, Clock clock) {
        this.scheduler = scheduler;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Makes the triggers that are missing or broken and removes those without schedules, also what an earlier version left.
     *
     * @throws RuntimeException when the database does not answer; the caller tries again
     */
    void match(Set<Slot> slots) {
        try {
            Set<JobKey> wanted = slots.stream().map(SlotTriggers::job).collect(Collectors.toSet());
            Set<String> whole = whole();
            for (Slot slot : slots) {
                if (!whole.contains(slot.triggerName())) {
                    atOnce(() -> add(slot));
                }
            }
            for (JobKey job : scheduler.getJobKeys(GroupMatcher.anyJobGroup())) {
                if (!wanted.contains(job)) {
                    atOnce(() -> remove(job));
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

    /**
     * The names of the triggers that can fire, and will within their interval: those that were fired last by a clock that has
     * been set back since would wait until it is there again. Asking Quartz for one that is broken fails.
     */
    private Set<String> whole() {
        return jdbc.sql("""
                        select trigger_name from qrtz_triggers
                        join qrtz_simple_triggers using (sched_name, trigger_name, trigger_group)
                        where trigger_group = ? and trigger_state <> 'ERROR' and next_fire_time <= ? + repeat_interval
                        """)
                .params(GROUP, clock.instant().plus(AHEAD).toEpochMilli())
                .query((row, number) -> row.getString("trigger_name"))
                .set();
    }

    private interface Change {
        void make() throws SchedulerException;
    }

    private void atOnce(Change change) {
        transaction.executeWithoutResult(status -> {
            try {
                change.make();
            } catch (SchedulerException e) {
                throw new IllegalStateException("Could not change a trigger", e);
            }
        });
    }

    private void remove(JobKey job) throws SchedulerException {
        removeTrigger(job);
        scheduler.deleteJob(job);
    }

    /** Deleting the job would read its trigger, which fails when that is broken; this does not. */
    private void removeTrigger(JobKey job) throws SchedulerException {
        scheduler.unscheduleJob(TriggerKey.triggerKey(job.getName(), job.getGroup()));
    }

    private void add(Slot slot) throws SchedulerException {
        removeTrigger(job(slot));
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
