package io.groundcrew.runner.kafka;

import io.groundcrew.chassis.kafka.KafkaConnection;
import io.groundcrew.chassis.kafka.KafkaSettings;
import io.groundcrew.chassis.kafka.SignedRecords;
import io.groundcrew.chassis.keys.SigningKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Publishes what is to be known of pools and resources, signed, and returns when Kafka has it. */
public final class StatePublisher implements AutoCloseable {

    private static final int GIVE_UP_SECONDS = 20;

    private final KafkaProducer<String, byte[]> producer;
    private final SigningKey signer;

    StatePublisher(KafkaConnection connection, SigningKey signer) {
        this.signer = signer;
        var settings = KafkaSettings.producer(connection, "groundcrew-runner-state", 5);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000L);
        this.producer = new KafkaProducer<>(settings);
    }

    /**
     * One record to be.
     *
     * @param value null for a tombstone
     */
    public record Message(String key, byte @Nullable [] value) {}

    /**
     * Publishes records in their order.
     *
     * @throws IllegalStateException when Kafka has not confirmed each of them; some may have arrived
     */
    public void publish(String topic, List<Message> messages) throws InterruptedException {
        List<Future<RecordMetadata>> sent = new ArrayList<>(messages.size());
        try {
            for (Message message : messages) {
                sent.add(producer.send(SignedRecords.sign(signer, topic, message.key(), message.value())));
            }
            for (Future<RecordMetadata> one : sent) {
                one.get(GIVE_UP_SECONDS, TimeUnit.SECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka did not confirm records for " + topic + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
    }
}
