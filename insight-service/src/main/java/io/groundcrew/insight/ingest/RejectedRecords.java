package io.groundcrew.insight.ingest;

import io.groundcrew.contracts.wire.Headers;
import io.groundcrew.contracts.wire.Topics;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts records that cannot be stored where a person can look at them. */
final class RejectedRecords {

    private static final Logger log = LoggerFactory.getLogger(RejectedRecords.class);
    private static final int MAX_REASON = 2_000;

    private final Producer<String, byte[]> producer;

    RejectedRecords(Producer<String, byte[]> producer) {
        this.producer = producer;
    }

    /** Returns when Kafka has taken the record; throws {@link KafkaException} when it has not. */
    void reject(ConsumerRecord<String, byte[]> record, String reason) {
        log.error(
                "Rejected record {} of {} partition {} (key {}), it is now in {}: {}",
                record.offset(),
                record.topic(),
                record.partition(),
                record.key(),
                Topics.REJECTED,
                reason);
        ProducerRecord<String, byte[]> rejected = new ProducerRecord<>(Topics.REJECTED, record.key(), record.value());
        record.headers().forEach(rejected.headers()::add);
        rejected.headers()
                .add(Headers.REJECTED_REASON, bytes(reason))
                .add(Headers.REJECTED_TOPIC, bytes(record.topic()));
        try {
            producer.send(rejected).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static byte[] bytes(String text) {
        return (text.length() > MAX_REASON ? text.substring(0, MAX_REASON) : text).getBytes(StandardCharsets.UTF_8);
    }
}
