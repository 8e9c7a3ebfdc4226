package io.groundcrew.runner.limit;

import io.groundcrew.chassis.loop.Loop;
import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.resource.ResourceAnnounced.Kind;
import io.groundcrew.runner.plan.RunPlans;
import io.groundcrew.runner.resource.Resources;
import io.groundcrew.runner.resource.StoredResource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Wires the concurrency limits. */
@Configuration(proxyBeanMethods = false)
@Import(LimitsController.class)
public class LimitConfiguration {

    private static final Duration REFRESH = Duration.ofSeconds(1);

    @Bean
    LimitRows limitRows(JdbcClient jdbc) {
        return new LimitRows(jdbc);
    }

    @Bean
    Limits limits(
            LimitRows rows,
            JdbcClient jdbc,
            RunPlans plans,
            Resources resources,
            PlatformTransactionManager transactions) {
        Limit.Tags tags = (slx, name, value) -> hasTag(resources, slx, name, value);
        return new Limits(rows, tags, new RunsGoingOn(jdbc, plans, tags), transactions);
    }

    private static boolean hasTag(Resources resources, SlxRef slx, String name, @Nullable String value) {
        StoredResource document = resources.find(Kind.SLX, slx);
        return document != null && document.hasTag(name, value);
    }

    @Bean
    Loop limitLoop(Limits limits) {
        return new Loop("reading concurrency limits", REFRESH, limits::refresh);
    }
}
