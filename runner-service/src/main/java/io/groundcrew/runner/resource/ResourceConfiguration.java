package io.groundcrew.runner.resource;

import io.groundcrew.chassis.body.BodyLimitFilter;
import io.groundcrew.chassis.loop.Loop;
import io.groundcrew.runner.change.ChangeCounters;
import io.groundcrew.runner.collection.CollectionDirectory;
import io.groundcrew.runner.kafka.StatePublisher;
import io.groundcrew.runner.kafka.TopicSetup;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Workspaces and documents. */
@Configuration(proxyBeanMethods = false)
@Import({WorkspacesController.class, ResourcesController.class, TasksController.class})
public class ResourceConfiguration {

    private static final int MOST_ELSEWHERE = 1024 * 1024;

    @Bean
    ResourceRows resourceRows(JdbcClient jdbc, JdbcTemplate batches) {
        return new ResourceRows(jdbc, batches);
    }

    @Bean
    Resources resources(ResourceRows rows, ChangeCounters counters, ApplicationEventPublisher events, Clock clock) {
        return new Resources(rows, counters, events, clock);
    }

    @Bean
    ResourceWarnings resourceWarnings(Resources resources, CollectionDirectory collections) {
        return new ResourceWarnings(resources, collections);
    }

    @Bean
    TaskCatalog taskCatalog(Resources resources, CollectionDirectory collections) {
        return new TaskCatalog(resources, collections);
    }

    @Bean
    ResourceAnnouncer resourceAnnouncer(
            JdbcClient jdbc,
            ResourceRows rows,
            TransactionTemplate transaction,
            TopicSetup topics,
            StatePublisher publisher,
            Clock clock) {
        return new ResourceAnnouncer(jdbc, rows, transaction, topics, publisher, clock);
    }

    @Bean
    Loop resourceAnnouncerLoop(ResourceAnnouncer announcer) {
        return new Loop("announcing resources", Duration.ofSeconds(3), announcer::announce);
    }

    @Bean
    Loop resourceLoop(Resources resources) {
        return new Loop("reading resources", Duration.ofSeconds(1), resources::refresh);
    }

    @Bean
    Documents documents(
            ResourceRows rows,
            Resources resources,
            ResourceWarnings warnings,
            ChangeCounters counters,
            TransactionTemplate transaction,
            Clock clock,
            Loop resourceAnnouncerLoop) {
        return new Documents(rows, resources, warnings, counters, transaction, clock, resourceAnnouncerLoop::wake);
    }

    @Bean
    FilterRegistrationBean<BodyLimitFilter> bodyLimitFilter() {
        FilterRegistrationBean<BodyLimitFilter> registration = new FilterRegistrationBean<>(new BodyLimitFilter(
                request -> request.getRequestURI().endsWith("/apply") ? Documents.MOST_BYTES : MOST_ELSEWHERE));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 20);
        return registration;
    }
}
