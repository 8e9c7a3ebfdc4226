package io.groundcrew.chassis.kafka;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where Kafka is and how to log in there.
 *
 * @param bootstrapServers hosts with ports, separated by commas
 * @param properties further client properties, for example {@code security.protocol}
 */
@ConfigurationProperties("spring.kafka")
public record KafkaConnection(
        String bootstrapServers, @DefaultValue Map<String, String> properties) {

    public KafkaConnection {
        properties = Map.copyOf(properties);
    }

    /** A broker that asks for no log-in. */
    public static KafkaConnection to(String bootstrapServers) {
        return new KafkaConnection(bootstrapServers, Map.of());
    }
}
