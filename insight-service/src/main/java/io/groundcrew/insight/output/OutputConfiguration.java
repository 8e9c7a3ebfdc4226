package io.groundcrew.insight.output;

import io.groundcrew.insight.live.LiveProperties;
import io.groundcrew.insight.live.Wakeups;
import io.groundcrew.insight.storage.Batches;
import io.groundcrew.insight.storage.Partitions;
import java.time.Clock;
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
    AnnouncedOutput announcedOutput(OutputChunks chunks, Wakeups wakeups, Clock clock, LiveProperties live) {
        return new AnnouncedOutput(chunks, wakeups, clock, live.grace());
    }

    @Bean
    Reports reports(AnnouncedOutput output, Attempts attempts) {
        return new Reports(output, attempts);
    }

    @Bean
    OutputStore outputStore(
            OutputChunks chunks, Partitions partitions, Wakeups wakeups, TransactionTemplate transaction) {
        return new OutputStore(chunks, partitions, wakeups, transaction);
    }
}
