package io.groundcrew.runner.schedule;

import io.groundcrew.runner.loop.Loop;
import io.groundcrew.runner.plan.Fleet;
import io.groundcrew.runner.plan.RunPlans;
import io.groundcrew.runner.plan.ScheduledSlis;
import io.groundcrew.runner.run.RunPublisher;
import io.groundcrew.runner.run.RunTimeline;
import io.groundcrew.runner.secret.SealedSecrets;
import io.groundcrew.runner.secret.SealedTokens;
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
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;
import org.springframework.scheduling.quartz.SpringBeanJobFactory;
import org.springframework.transaction.PlatformTransactionManager;

/** Wires the schedules. */
@Configuration(proxyBeanMethods = false)
public class ScheduleConfiguration {

    private static final Duration FOLLOW_CHANGES = Duration.ofSeconds(1);

    @Bean
    QuartzTables quartzTables() {
        return new QuartzTables();
    }

    @Bean
    CheckPlanBook checkPlanBook(ScheduledSlis slis) {
        return new CheckPlanBook(slis);
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
            Clock clock) {
        return new CheckFire(plans, publisher, inFlight, secrets, tokens, clock);
    }

    @Bean
    FirstFires firstFires(CheckPlanBook checks, CheckFire fire, JdbcClient jdbc, Clock clock) {
        return new FirstFires(checks, fire, jdbc, clock);
    }

    @Bean
    @DependsOn("flywayInitializer")
    SchedulerFactoryBean quartz(
            DataSource database, PlatformTransactionManager transactions, CheckPlanBook checks, CheckFire fire) {
        SchedulerFactoryBean quartz = new SchedulerFactoryBean();
        quartz.setSchedulerName("groundcrew");
        quartz.setDataSource(database);
        quartz.setTransactionManager(transactions);
        quartz.setQuartzProperties(properties());
        quartz.setJobFactory(new SpringBeanJobFactory() {
            @Override
            protected Object createJobInstance(TriggerFiredBundle bundle) {
                return new CheckJob(checks, fire);
            }
        });
        quartz.setWaitForJobsToCompleteOnShutdown(true);
        return quartz;
    }

    @Bean
    CheckTriggers checkTriggers(Scheduler quartz, Clock clock) {
        return new CheckTriggers(quartz, clock);
    }

    @Bean
    ScheduleFollower scheduleFollower(CheckPlanBook checks, CheckTriggers triggers, FirstFires firstFires) {
        return new ScheduleFollower(checks, triggers, firstFires);
    }

    @Bean
    Loop scheduleLoop(ScheduleFollower follower, ObjectProvider<ChecksInFlight> inFlight) {
        return new Loop("following schedules", FOLLOW_CHANGES, () -> {
            follower.follow();
            inFlight.getObject().settle();
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
        // A check is never run late: what is later than the shortest interval waits for its next fire.
        properties.setProperty("org.quartz.jobStore.misfireThreshold", "5000");
        return properties;
    }
}
