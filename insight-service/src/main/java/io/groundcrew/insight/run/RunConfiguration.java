package io.groundcrew.insight.run;

import io.groundcrew.insight.storage.Batches;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Runs and sessions. */
@Configuration(proxyBeanMethods = false)
public class RunConfiguration {

    @Bean
    Runs runs(Batches batches) {
        return new Runs(batches);
    }

    @Bean
    RunSessions runSessions(Batches batches) {
        return new RunSessions(batches);
    }

    @Bean
    RunReads runReads(JdbcClient jdbc) {
        return new RunReads(jdbc);
    }
}
