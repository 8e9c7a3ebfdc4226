package io.groundcrew.insight.storage;

import io.groundcrew.chassis.loop.Loop;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Batches, partitions and retention. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StorageProperties.class)
public class StorageConfiguration {

    @Bean
    Batches batches(JdbcTemplate jdbc) {
        return new Batches(jdbc);
    }

    @Bean
    Partitions partitions(
            JdbcTemplate jdbc, TransactionTemplate transaction, Clock clock, StorageProperties retention) {
        return new Partitions(jdbc, transaction, clock, retention);
    }

    @Bean
    Loop housekeeping(Partitions partitions) {
        return new Loop("making days ahead and dropping old ones", Duration.ofHours(1), () -> {
            partitions.makeAhead();
            partitions.dropOld();
        });
    }
}
