package io.groundcrew.runner.schedule;

import io.groundcrew.chassis.loop.Loop;
import io.groundcrew.runner.hold.Holds;
import io.groundcrew.runner.plan.Fleet;
import io.groundcrew.runner.plan.RunPlans;
import io.groundcrew.runner.resource.Resources;
import io.groundcrew.runner.run.RunPublisher;
import io.groundcrew.runner.run.RunTimeline;
import io.groundcrew.runner.run.ScheduledRuns;
import io.groundcrew.runner.secret.SealedSecrets;
import io.groundcrew.runner.secret.SealedTokens;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;
import org.quartz.Scheduler;
import org.quartz.spi.TriggerFiredBundle;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;
import org.springframework.scheduling.quartz.SpringBeanJobFactory;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the schedules. */
@Configuration(proxyBeanMethods = false)
@Import(SchedulesController.class)
public class ScheduleConfiguration {

    private static final Duration FOLLOW_CHANGES = Duration.ofSeconds(1);
    private static final Duration LOOK_FOR_MISSED = Duration.ofSeconds(10);

    @Bean
    QuartzTables quartzTables() {
        return new QuartzTables();
    }

    @Bean
    ScheduleBook scheduleBook(Resources resources) {
        return new ScheduleBook(resources);
    }

    @Bean
    FireMetrics fireMetrics(MeterRegistry registry) {
        return new FireMetrics(registry);
    }

    @Bean
    LastFires lastFires(JdbcClient jdbc, JdbcTemplate batches) {
        return new LastFires(jdbc, batches);
    }

    @Bean
    LastChecks lastChecks() {
        return new LastChecks();
    }

    @Bean
    ShownSchedules shownSchedules(Holds holds, Clock clock) {
        return new ShownSchedules(holds, clock);
    }

    @Bean
    ChecksInFlight checksInFlight(RunPublisher publisher, Fleet fleet, @Lazy RunTimeline timeline, Clock clock) {
        return new ChecksInFlight(publisher, fleet, timeline, clock);
    }

    @Bean
    CheckFire checkFire(
            RunPlans plans,
            RunPublisher publisher,
            ChecksInFlight inFlight,
            SealedSecrets secrets,
            SealedTokens tokens,
            FireMetrics metrics,
            Clock clock) {
        return new CheckFire(plans, publisher, inFlight, secrets, tokens, metrics, clock);
    }

    @Bean
    FirstFires firstFires(ScheduleBook schedules, CheckFire fire, Holds holds, JdbcClient jdbc, Clock clock) {
        return new FirstFires(schedules, fire, holds, jdbc, clock);
    }

    @Bean
    Fires fires(
            ScheduleBook schedules,
            Holds holds,
            CheckFire checks,
            ScheduledRuns runs,
            LastFires lastFires,
            FireMetrics metrics,
            Clock clock) {
        return new Fires(schedules, holds, checks, new RunbookFire(runs, clock), lastFires, metrics, clock);
    }

    @Bean
    MissedFires missedFires(
            ScheduleBook schedules, LastFires lastFires, Fires fires, FireMetrics metrics, Clock clock) {
        return new MissedFires(schedules, lastFires, fires, metrics, clock);
    }

    @Bean
    @DependsOn("flywayInitializer")
    SchedulerFactoryBean quartz(DataSource database, PlatformTransactionManager transactions, Fires fires) {
        SchedulerFactoryBean quartz = new SchedulerFactoryBean();
        quartz.setSchedulerName("groundcrew");
        quartz.setDataSource(database);
        quartz.setTransactionManager(transactions);
        quartz.setQuartzProperties(properties());
        quartz.setJobFactory(new SpringBeanJobFactory() {
            @Override
            protected Object createJobInstance(TriggerFiredBundle bundle) {
                return new SlotJob(fires);
            }
        });
        // The follower starts it, when it is known what is to fire.
        quartz.setAutoStartup(false);
        quartz.setWaitForJobsToCompleteOnShutdown(true);
        return quartz;
    }

    @Bean
    SlotTriggers slotTriggers(Scheduler quartz, JdbcClient jdbc, TransactionTemplate transaction, Clock clock) {
        return new SlotTriggers(quartz, jdbc, transaction, clock);
    }

    @Bean
    ScheduleFollower scheduleFollower(
            ScheduleBook schedules, SlotTriggers triggers, FirstFires firstFires, RunPlans plans, Clock clock) {
        return new ScheduleFollower(schedules, triggers, firstFires, plans, clock);
    }

    @Bean
    Loop scheduleLoop(ScheduleFollower follower, ObjectProvider<ChecksInFlight> inFlight) {
        return new Loop("following schedules", FOLLOW_CHANGES, () -> {
            follower.follow();
            inFlight.getObject().settle();
        });
    }

    @Bean
    Loop missedFiresLoop(RunPlans plans, MissedFires missed) {
        return new Loop("making up for missed fires", LOOK_FOR_MISSED, () -> {
            if (plans.loaded()) {
                missed.makeUp();
            }
        });
    }

    private static Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("org.quartz.scheduler.instanceId", "AUTO");
        properties.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
        properties.setProperty("org.quartz.scheduler.batchTriggerAcquisitionMaxCount", "16");
        properties.setProperty("org.quartz.scheduler.batchTriggerAcquisitionFireAheadTimeWindow", "0");
        properties.setProperty("org.quartz.threadPool.threadCount", "4");
        properties.setProperty(
                "org.quartz.jobStore.driverDelegateClass", "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
        properties.setProperty("org.quartz.jobStore.isClustered", "true");
        properties.setProperty("org.quartz.jobStore.clusterCheckinInterval", "5000");
        properties.setProperty("org.quartz.jobStore.acquireTriggersWithinLock", "true");
        // Longer than a dead runner goes unnoticed (18 s): what it had in hand comes late, or is told to have expired.
        properties.setProperty("org.quartz.jobStore.misfireThreshold", "25000");
        return properties;
    }
}
