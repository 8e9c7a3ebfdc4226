package io.groundcrew.chassis.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groundcrew.embedded.test.TestKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BatchesTest {

    private static final String TOPIC = "batches";
    private static final Duration MOST = Duration.ofSeconds(20);
    private static final Pace APART = Pace.of(Duration.ofMillis(50));

    private final KafkaConnection kafka = KafkaConnection.to(TestKafka.bootstrapServers());
    private KafkaProducer<String, byte[]> producer;
    private KafkaConsumer<String, byte[]> consumer;

    @BeforeEach
    void open() throws Exception {
        try (Admin admin = Admin.create(KafkaSettings.common(kafka, "admin"))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
        producer = new KafkaProducer<>(KafkaSettings.producer(kafka, "writer", 0));
        consumer = new KafkaConsumer<>(KafkaSettings.consumer(kafka, "reader", "batches"));
        consumer.assign(List.of(new TopicPartition(TOPIC, 0)));
    }

    @AfterEach
    void close() throws Exception {
        consumer.close();
        producer.close();
        try (Admin admin = Admin.create(KafkaSettings.common(kafka, "admin"))) {
            admin.deleteTopics(List.of(TOPIC)).all().get();
        }
    }

    /** Kafka's client fetches ahead what comes first, here "b", and by itself would leave the rest to the batch after. */
    @Test
    void aBatchIsAllThatCameSinceTheLastOne() {
        Batches<String, byte[]> batches = new Batches<>(consumer, APART);
        await().atMost(MOST).pollDelay(Duration.ZERO).until(() -> {
            write("a");
            assertThat(texts(batches.next(MOST))).startsWith("a");
            List.of("b", "c", "d", "e").forEach(this::write);
            List<String> next = texts(batches.next(MOST));
            // A slow broker may answer for the rest too late; then it is in the batch after.
            return next.equals(List.of("b", "c", "d", "e")) || drained(batches, next.size());
        });
    }

    @Test
    void nothingIsAnEmptyBatch() {
        assertThat(new Batches<>(consumer, APART).next(Duration.ofMillis(1))).isEmpty();
    }

    /** Always false: the attempt did not show it, and the next one must begin with nothing left. */
    private boolean drained(Batches<String, byte[]> batches, int found) {
        for (int left = 4 - found; left > 0; ) {
            left -= batches.next(MOST).size();
        }
        return false;
    }

    private void write(String text) {
        try {
            producer.send(new ProducerRecord<>(TOPIC, text.getBytes(StandardCharsets.UTF_8)))
                    .get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> texts(List<ConsumerRecord<String, byte[]>> records) {
        return records.stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }
}
