package io.groundcrew.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What the experiments do to a broker: topics, group settings, records, slots. */
final class ShareQueue implements AutoCloseable {

    private final String servers;
    private final Admin admin;
    private final KafkaProducer<String, String> producer;

    ShareQueue(String servers) {
        this.servers = servers;
        this.admin = Admin.create(Map.<String, Object>of("bootstrap.servers", servers));
        var properties = new Properties();
        properties.putAll(Map.of("bootstrap.servers", servers, "linger.ms", "0", "acks", "all"));
        this.producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
    }

    void topic(String name) throws Exception {
        topic(name, 1);
    }

    void topic(String name, int partitions) throws Exception {
        admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                .all()
                .get();
    }

    void configure(String group, Map<String, String> settings) throws Exception {
        List<AlterConfigOp> changes = new ArrayList<>();
        settings.forEach((name, value) ->
                changes.add(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET)));
        Map<ConfigResource, Collection<AlterConfigOp>> alterations =
                Map.of(new ConfigResource(ConfigResource.Type.GROUP, group), changes);
        admin.incrementalAlterConfigs(alterations).all().get();
    }

    void send(String topic, String value) throws Exception {
        producer.send(new ProducerRecord<>(topic, value)).get();
    }

    void send(String topic, int partition, String value) throws Exception {
        producer.send(new ProducerRecord<>(topic, partition, null, value)).get();
    }

    /** A consumer with the settings that ADR 001 recommends. */
    KafkaShareConsumer<String, String> slot(String group, Map<String, String> overrides, String... topics) {
        var properties = new HashMap<String, Object>(Map.of(
                "bootstrap.servers",
                servers,
                "group.id",
                group,
                "share.acquire.mode",
                "record_limit",
                "share.acknowledgement.mode",
                "explicit",
                "max.poll.records",
                1));
        properties.putAll(overrides);
        var consumer =
                new KafkaShareConsumer<String, String>(properties, new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of(topics));
        return consumer;
    }

    KafkaShareConsumer<String, String> slot(String group, String topic) {
        return slot(group, Map.of(), topic);
    }

    /** The next record, or empty when none came in time. */
    static Optional<ConsumerRecord<String, String>> take(KafkaShareConsumer<String, String> slot, Duration patience) {
        return take(slot, patience, Duration.ofMillis(200));
    }

    /** The same with calls of {@code poll} that are this long. */
    static Optional<ConsumerRecord<String, String>> take(
            KafkaShareConsumer<String, String> slot, Duration patience, Duration poll) {
        long deadline = System.nanoTime() + patience.toNanos();
        do {
            var records = slot.poll(poll.compareTo(patience) < 0 ? poll : patience);
            if (!records.isEmpty()) {
                if (records.count() > 1) {
                    throw new AssertionError("Expected one record, found " + records.count());
                }
                return Optional.of(records.iterator().next());
            }
        } while (System.nanoTime() < deadline);
        return Optional.empty();
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }
}
