package io.groundcrew.chassis.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Client settings that all services share. Keys are strings, values the bytes of a message. */
public final class KafkaSettings {

    /** The largest record we write: a run's outcome with a hundred issues at their limits fits. */
    public static final int MAX_RECORD_BYTES = 12 * 1024 * 1024;

    /**
     * How long Kafka waits for a member of a group that says nothing. A killed one's partitions are read by nobody until then,
     * and by default that is 45 s, anew after each start of the broker.
     */
    private static final int SESSION_MILLIS = 10_000;

    private static final int HEARTBEAT_MILLIS = 2_000;

    /** How long the others of a group wait for a member that lives and does not poll; 5 minutes by default. */
    private static final int SILENCE_MILLIS = 60_000;

    private KafkaSettings() {}

    /**
     * A producer that loses nothing Kafka has acknowledged and doubles nothing it retries.
     *
     * @param client name in the broker's logs and metrics
     * @param lingerMillis how long a batch may wait for more, in milliseconds
     */
    public static Map<String, Object> producer(KafkaConnection kafka, String client, int lingerMillis) {
        Map<String, Object> settings = common(kafka, client);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, lingerMillis);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_RECORD_BYTES);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * MAX_RECORD_BYTES);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000L);
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000L);
        return settings;
    }

    /** A consumer of whole topics that commits by hand, after what it read is stored. */
    public static Map<String, Object> consumer(KafkaConnection kafka, String client, String group) {
        Map<String, Object> settings = common(kafka, client);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MILLIS);
        settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, SILENCE_MILLIS);
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000L);
        return settings;
    }

    /** What every client needs to find Kafka and log in; also for admin and share clients. */
    public static Map<String, Object> common(KafkaConnection kafka, String client) {
        Map<String, Object> settings = new HashMap<>(kafka.properties());
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, client);
        return settings;
    }
}
