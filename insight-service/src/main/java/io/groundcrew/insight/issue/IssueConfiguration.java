package io.groundcrew.insight.issue;

import io.groundcrew.insight.storage.Batches;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

/** Issues. */
@Configuration(proxyBeanMethods = false)
@Import(IssuesController.class)
public class IssueConfiguration {

    @Bean
    Issues issues(Batches batches, JdbcTemplate jdbc, Clock clock) {
        return new Issues(batches, jdbc, clock);
    }
}
