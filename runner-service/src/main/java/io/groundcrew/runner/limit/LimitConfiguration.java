package io.groundcrew.runner.limit;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.resource.ResourceAnnounced.Kind;
import io.groundcrew.runner.loop.Loop;
import io.groundcrew.runner.resource.Resources;
import io.groundcrew.runner.resource.StoredResource;
import java.time.Duration;
import java.util.Map;
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
    Limits limits(LimitRows rows, Resources resources, PlatformTransactionManager transactions) {
        return new Limits(rows, slx -> tags(resources, slx), transactions);
    }

    private static Map<String, String> tags(Resources resources, SlxRef slx) {
        StoredResource document = resources.find(Kind.SLX, slx);
        return document == null ? Map.of() : document.tags();
    }

    @Bean
    Loop limitLoop(Limits limits) {
        return new Loop("reading concurrency limits", REFRESH, limits::refresh);
    }
}
