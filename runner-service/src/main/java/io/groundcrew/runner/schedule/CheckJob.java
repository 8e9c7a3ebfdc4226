package io.groundcrew.runner.schedule;

import java.time.Instant;
import java.util.Date;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobDataMap;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fires all checks of one slot. It waits for Kafka before it lets Quartz advance the trigger, so that a runner that dies in
 * between leaves the batch to be recovered; the same fires then have the same ids.
 */
@DisallowConcurrentExecution
class CheckJob implements Job {

    static final String INTERVAL = "interval";
    static final String SECOND = "second";

    private static final Logger log = LoggerFactory.getLogger(CheckJob.class);
    private static final long MAX_WAIT_SECONDS = 5;

    private final CheckPlanBook checks;
    private final CheckFire fire;

    CheckJob(CheckPlanBook checks, CheckFire fire) {
        this.checks = checks;
        this.fire = fire;
    }

    @Override
    public void execute(JobExecutionContext context) throws JobExecutionException {
        JobDataMap data = context.getMergedJobDataMap();
        CheckSlot slot = new CheckSlot(data.getIntValue(INTERVAL), data.getIntValue(SECOND));
        Instant nominal = nominalFire(context);
        try {
            fire.fire(checks.in(slot), nominal).get(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.warn("Kafka did not confirm the checks of {} that were due at {}: {}", slot, nominal, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JobExecutionException("Interrupted while Kafka was to confirm " + slot, e);
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
