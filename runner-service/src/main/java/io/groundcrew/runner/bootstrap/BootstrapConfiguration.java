package io.groundcrew.runner.bootstrap;

import io.groundcrew.chassis.loop.Loop;
import io.groundcrew.runner.collection.Registration;
import io.groundcrew.runner.resource.Documents;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The first start. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BootstrapProperties.class)
public class BootstrapConfiguration {

    @Bean
    Bootstrap bootstrap(
            BootstrapProperties properties,
            Registration registration,
            Documents documents,
            JdbcClient jdbc,
            Clock clock) {
        return new Bootstrap(properties, registration, documents, jdbc, clock);
    }

    @Bean
    Loop bootstrapLoop(Bootstrap bootstrap) {
        return new Loop("making what a first start makes", Duration.ofMinutes(10), bootstrap::apply);
    }
}
