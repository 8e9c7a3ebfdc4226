package io.groundcrew.runner.schedule;

import java.time.Instant;
import java.util.Date;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobDataMap;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.Scheduler;

/**
 * Fires what is due in one slot. Kafka has the checks and PostgreSQL the sessions before Quartz advances the trigger, so that a
 * runner that dies in between leaves the batch to be recovered; the same fires then have the same ids.
 */
@DisallowConcurrentExecution
class SlotJob implements Job {

    static final String INTERVAL = "interval";
    static final String SECOND = "second";

    private final Fires fires;

    SlotJob(Fires fires) {
        this.fires = fires;
    }

    @Override
    public void execute(JobExecutionContext context) throws JobExecutionException {
        JobDataMap data = context.getMergedJobDataMap();
        Slot slot = new Slot(data.getIntValue(INTERVAL), data.getIntValue(SECOND));
        try {
            fires.fire(slot, nominalFire(context));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JobExecutionException("Interrupted while firing " + slot, e);
        }
    }

    private static Instant nominalFire(JobExecutionContext context) {
        if (context.isRecovering()) {
            String millis = context.getMergedJobDataMap()
                    .getString(Scheduler.FAILED_JOB_ORIGINAL_TRIGGER_SCHEDULED_FIRETIME_IN_MILLISECONDS);
            return Instant.ofEpochMilli(Long.parseLong(millis));
        }
        Date scheduled = context.getScheduledFireTime();
        return scheduled.toInstant();
    }
}
