package io.groundcrew.insight.output;

import io.groundcrew.insight.live.Wakeups;
import io.groundcrew.insight.storage.Batches;
import io.groundcrew.insight.storage.Partitions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Logs and reports. */
@Configuration(proxyBeanMethods = false)
public class OutputConfiguration {

    @Bean
    OutputChunks outputChunks(Batches batches, JdbcClient jdbc) {
        return new PostgresOutputChunks(batches, jdbc);
    }

    @Bean
    Attempts attempts(OutputChunks chunks) {
        return new Attempts(chunks);
    }

    @Bean
    Reports reports(OutputChunks chunks, Attempts attempts) {
        return new Reports(chunks, attempts);
    }

    @Bean
    OutputStore outputStore(
            OutputChunks chunks, Partitions partitions, Wakeups wakeups, TransactionTemplate transaction) {
        return new OutputStore(chunks, partitions, wakeups, transaction);
    }
}
