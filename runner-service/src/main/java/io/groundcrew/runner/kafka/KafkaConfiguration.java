package io.groundcrew.runner.kafka;

import io.groundcrew.chassis.kafka.KafkaConnection;
import io.groundcrew.chassis.kafka.SignedRecords;
import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.chassis.loop.Loop;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Kafka as the runner's features use it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TopicProperties.class)
public class KafkaConfiguration {

    @Bean
    TopicSetup topicSetup(KafkaConnection connection, TopicProperties properties) {
        return new TopicSetup(connection, properties);
    }

    @Bean
    StatePublisher statePublisher(KafkaConnection connection, KeyRing keys) {
        return new StatePublisher(connection, keys.signing(SignedRecords.RUNNER));
    }

    @Bean
    Loop topicLoop(TopicSetup topics) {
        return new Loop("creating topics", Duration.ofMinutes(1), topics::ensureBase);
    }
}
