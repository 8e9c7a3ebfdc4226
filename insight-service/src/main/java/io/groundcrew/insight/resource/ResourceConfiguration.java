package io.groundcrew.insight.resource;

import io.groundcrew.insight.issue.Issues;
import io.groundcrew.insight.knowledge.Insights;
import io.groundcrew.insight.storage.Batches;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The read copy of SLXs. */
@Configuration(proxyBeanMethods = false)
public class ResourceConfiguration {

    @Bean
    Slxs slxs(Batches batches, JdbcTemplate jdbc) {
        return new Slxs(batches, jdbc);
    }

    @Bean
    ResourceStore resourceStore(Slxs slxs, Issues issues, Insights insights, TransactionTemplate transaction) {
        return new ResourceStore(slxs, issues, insights, transaction);
    }
}
