package io.groundcrew.worker.pool;

import io.groundcrew.chassis.kafka.KafkaConnection;
import io.groundcrew.chassis.keys.KeyRing;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Follows the pools of the worker's location and prepares their code. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PoolProperties.class)
public class PoolConfiguration {

    @Bean
    DataDirectory workerDataDirectory(PoolProperties properties) {
        return DataDirectory.take(properties.dataDirectory());
    }

    @Bean
    Pools pools(
            DataDirectory directory,
            PoolProperties properties,
            KeyRing keys,
            EnvironmentBuilder environments,
            Clock clock) {
        // Made now, so that the runner can seal to this location from the first beat on.
        PoolCredentials credentials =
                new PoolCredentials(keys.location(properties.location()).getPrivate());
        return new Pools(new CollectionTrees(properties, credentials, environments, clock));
    }

    @Bean
    PoolReader poolReader(KafkaConnection kafka, KeyRing keys, PoolProperties properties, Pools pools) {
        return new PoolReader(kafka, keys, properties.location(), pools);
    }
}
