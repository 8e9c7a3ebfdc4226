package io.groundcrew.insight.knowledge;

import io.groundcrew.insight.storage.Batches;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Insights and samples. */
@Configuration(proxyBeanMethods = false)
@Import(InsightsController.class)
public class KnowledgeConfiguration {

    @Bean
    Insights insights(Batches batches, JdbcTemplate jdbc) {
        return new Insights(batches, jdbc);
    }

    @Bean
    Samples samples(Batches batches, JdbcClient jdbc) {
        return new Samples(batches, jdbc);
    }
}
