package io.groundcrew.runner.kafka;

import io.groundcrew.chassis.kafka.KafkaSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where Kafka is and how to log in there.
 *
 * @param bootstrapServers {@code host:port} of some brokers
 * @param properties further client properties, for example {@code security.protocol}
 */
@ConfigurationProperties("spring.kafka")
public record KafkaConnection(
        List<String> bootstrapServers,
        @Nullable Map<String, String> properties) {

    /** Settings of a producer, see {@link KafkaSettings#producer}. */
    public Map<String, Object> producer(String client, int lingerMillis) {
        return with(KafkaSettings.producer(servers(), client, lingerMillis));
    }

    /** Settings of a consumer, see {@link KafkaSettings#consumer}. */
    public Map<String, Object> consumer(String client, String group) {
        return with(KafkaSettings.consumer(servers(), client, group));
    }

    /** Settings of an admin client that gives up after ten seconds. */
    public Map<String, Object> admin(String client) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers());
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, client);
        settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        return with(settings);
    }

    private Map<String, Object> with(Map<String, Object> settings) {
        if (properties != null) {
            settings.putAll(properties);
        }
        return settings;
    }

    private String servers() {
        return String.join(",", bootstrapServers);
    }
}
