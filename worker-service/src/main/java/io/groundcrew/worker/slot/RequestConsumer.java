package io.groundcrew.worker.slot;

import io.groundcrew.chassis.kafka.KafkaConnection;
import io.groundcrew.chassis.kafka.KafkaSettings;
import io.groundcrew.contracts.wire.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A member of the share group that takes no more records at a time than it was made for. Used by one thread. */
final class RequestConsumer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RequestConsumer.class);
    /** Short, since a poll that has begun sleeps past a new assignment (ADR 1). */
    private static final Duration POLL = Duration.ofMillis(100);

    /** How long no broker may be connected before this consumer is given up. */
    private static final Duration CUT_OFF = Duration.ofSeconds(2);

    private static final Duration CLOSE = Duration.ofSeconds(1);
    private static final Duration UNKNOWN_LOCK = Duration.ofSeconds(30);

    private final KafkaShareConsumer<String, byte @Nullable []> consumer;
    private final Metric connections;
    private @Nullable Long cutOffSince;
    private Set<String> topics = Set.of();
    private volatile boolean taking;
    private long takenAt = System.nanoTime();
    private long heldSince = takenAt;

    RequestConsumer(KafkaConnection kafka, String client, int most, Duration pollInterval) {
        Map<String, Object> settings = KafkaSettings.common(kafka, client);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, Topics.WORKER_GROUP);
        settings.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
        settings.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, most);
        // For one fetch the broker looks at as much of the backlog, however few records are wanted (ADR 11).
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 128 * 1024);
        settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int) pollInterval.toMillis());
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000L);
        this.consumer = new KafkaShareConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        this.connections = consumer.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("connection-count"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
        this.consumer.setAcknowledgementCommitCallback((offsets, failure) -> {
            if (failure != null) {
                log.debug("Kafka did not take the answer for {}; they come again", offsets, failure);
            }
        });
    }

    /** Serves exactly these queues from now on. */
    void serve(Set<String> wanted) {
        if (!wanted.equals(topics)) {
            sendAnswers();
            if (wanted.isEmpty()) {
                consumer.unsubscribe();
            } else {
                consumer.subscribe(wanted);
            }
            topics = Set.copyOf(wanted);
        }
    }

    /** What would have gone with the next fetch from the queues that are left. */
    private void sendAnswers() {
        if (topics.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(CLOSE);
        } catch (KafkaException e) {
            log.warn("Kafka did not take the last answers; those requests come again: {}", e.toString());
        }
    }

    /**
     * The next records, empty when none came soon or {@link #wake} was called.
     *
     * @throws KafkaException when no broker has been connected for a while: a consumer that waits for one keeps two threads
     *     busy all the time, so it is better made anew when there is one
     */
    Iterable<ConsumerRecord<String, byte @Nullable []>> take() {
        if (topics.isEmpty()) {
            LockSupport.parkNanos(POLL.toNanos());
            cutOffSince = null;
            takenAt = System.nanoTime();
            return List.of();
        }
        expectConnection();
        taking = true;
        try {
            return consumer.poll(POLL);
        } catch (WakeupException e) {
            return List.of();
        } finally {
            taking = false;
            heldSince = takenAt;
            takenAt = System.nanoTime();
        }
    }

    private void expectConnection() {
        if (!connections.metricValue().equals(0.0)) {
            cutOffSince = null;
            return;
        }
        long now = System.nanoTime();
        if (cutOffSince == null) {
            cutOffSince = now;
        } else if (now - cutOffSince > CUT_OFF.toNanos()) {
            throw new KafkaException("No broker has been connected for " + CUT_OFF.toSeconds() + " s");
        }
    }

    /**
     * Since when what was taken last is locked, at the earliest, as {@link System#nanoTime}. The client may fetch the next
     * record right after it gave one, when that one came just as it was asked; then the next waits here, and nobody renews it.
     */
    long heldSince() {
        return heldSince;
    }

    /** What was renewed is handed out once more, and can be answered for only after that. */
    Iterable<ConsumerRecord<String, byte @Nullable []>> takeAgain() {
        try {
            return consumer.poll(POLL);
        } catch (WakeupException e) {
            // It came too late for take().
            return List.of();
        }
    }

    /** Ends a wait in {@link #take}; may be called by any thread. */
    void wake() {
        if (taking) {
            consumer.wakeup();
        }
    }

    /** How long a record stays locked without renewal. */
    Duration lockTime() {
        return consumer.acquisitionLockTimeoutMs().map(Duration::ofMillis).orElse(UNKNOWN_LOCK);
    }

    /**
     * Answers for a record by the next {@link #take}, {@link #commit} or {@link #close}.
     *
     * @throws IllegalStateException when it is not held any more
     */
    void acknowledge(ConsumerRecord<String, byte @Nullable []> record, AcknowledgeType answer) {
        consumer.acknowledge(record, answer);
    }

    /**
     * Sends the answers and waits until Kafka has stored them.
     *
     * @return the partitions whose answers it has certainly stored
     * @throws KafkaException when it did not say so in time
     */
    Set<TopicPartition> commit(Duration patience) {
        var results = consumer.commitSync(patience);
        results.forEach((partition, failure) -> failure.ifPresent(reason ->
                log.warn("Kafka did not take answers for requests of {}: {}", partition.topic(), reason.toString())));
        return results.entrySet().stream()
                .filter(result -> result.getValue().isEmpty())
                .map(result -> result.getKey().topicPartition())
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        consumer.close(CLOSE);
    }
}
