package io.groundcrew.insight.ingest;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far a reader has stored what it reads. Kafka is told once a second and when partitions go, as they do when the consumer
 * closes: each telling costs the broker as much as a record, and what is read twice is stored once. Not thread-safe.
 */
final class Offsets implements ConsumerRebalanceListener {

    private static final Logger log = LoggerFactory.getLogger(Offsets.class);
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Consumer<?, ?> consumer;
    private final Map<TopicPartition, OffsetAndMetadata> untold = new HashMap<>();
    private long toldAt = System.nanoTime();

    Offsets(Consumer<?, ?> consumer) {
        this.consumer = consumer;
    }

    /** Passes over those of a partition that went while the batch was read: another reader tells what becomes of them. */
    void stored(List<? extends ConsumerRecord<?, ?>> records) {
        Set<TopicPartition> ours = consumer.assignment();
        for (ConsumerRecord<?, ?> record : records) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            if (ours.contains(partition)) {
                untold.put(partition, new OffsetAndMetadata(record.offset() + 1));
            }
        }
    }

    /** Tells them if it is time. */
    void tellInTime() {
        if (System.nanoTime() - toldAt >= EVERY_NANOS) {
            tell();
        }
    }

    private void tell() {
        toldAt = System.nanoTime();
        if (untold.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(Map.copyOf(untold), PATIENCE);
        } catch (WakeupException e) {
            // The consumer is about to close, which asks for these offsets again.
            throw e;
        } catch (KafkaException e) {
            log.warn(
                    "Could not commit offsets of {}; some records will be read again: {}",
                    untold.keySet(),
                    e.toString());
        }
        untold.clear();
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        tell();
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        untold.keySet().removeAll(partitions);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        // They begin where the group left them.
    }
}
