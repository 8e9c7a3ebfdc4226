package io.groundcrew.worker.slot;

import io.groundcrew.chassis.kafka.KafkaConnection;
import io.groundcrew.chassis.kafka.KafkaSettings;
import io.groundcrew.contracts.wire.Topics;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One slot's end of the share group: one record at a time, each answered for. Used by one thread. */
final class SlotQueue implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SlotQueue.class);
    /** Short, since a poll that has begun sleeps past a new assignment (ADR 1). */
    private static final Duration POLL = Duration.ofMillis(100);

    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration UNKNOWN_LOCK = Duration.ofSeconds(30);
    private static final int POLLS_FOR_A_RENEWED = 20;

    private final KafkaShareConsumer<String, byte @Nullable []> consumer;
    private Set<String> topics = Set.of();
    private volatile boolean taking;

    SlotQueue(KafkaConnection kafka, String client) {
        Map<String, Object> settings = KafkaSettings.common(kafka, client);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, Topics.WORKER_GROUP);
        settings.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
        settings.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 128 * 1024);
        // A slot polls while it holds a lock, and holds none while it runs what must not be repeated: then it may be
        // silent
        // for as long as a task may take.
        settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, Integer.MAX_VALUE);
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000L);
        this.consumer = new KafkaShareConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        this.consumer.setAcknowledgementCommitCallback((offsets, failure) -> {
            if (failure != null) {
                log.debug("Kafka did not take the answer for {}; they come again", offsets, failure);
            }
        });
    }

    /** Serves exactly these queues from now on. */
    void serve(Set<String> wanted) {
        if (!wanted.equals(topics)) {
            if (wanted.isEmpty()) {
                consumer.unsubscribe();
            } else {
                consumer.subscribe(wanted);
            }
            topics = Set.copyOf(wanted);
        }
    }

    /** The next record, empty when none came soon or {@link #wake} was called. */
    Optional<ConsumerRecord<String, byte @Nullable []>> take() {
        taking = true;
        try {
            Iterator<ConsumerRecord<String, byte @Nullable []>> records =
                    consumer.poll(POLL).iterator();
            return records.hasNext() ? Optional.of(records.next()) : Optional.empty();
        } catch (WakeupException e) {
            return Optional.empty();
        } finally {
            taking = false;
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

    /** Answers for a record by the next {@link #take} or {@link #close}; an answer that is lost means one more delivery. */
    void answer(ConsumerRecord<String, byte @Nullable []> record, AcknowledgeType answer) {
        try {
            consumer.acknowledge(record, answer);
        } catch (KafkaException | IllegalStateException e) {
            log.debug("No longer held: {}-{}@{}", record.topic(), record.partition(), record.offset(), e);
        }
    }

    /** Answers for a record, and tells whether Kafka has certainly stored that. */
    boolean answerSurely(ConsumerRecord<String, byte @Nullable []> record, AcknowledgeType answer) {
        return acknowledged(record, answer, ANSWER);
    }

    /** Locks a record for another lock time from now; false when it may be somebody else's already. */
    boolean renew(ConsumerRecord<String, byte @Nullable []> record) {
        return acknowledged(record, AcknowledgeType.RENEW, lockTime().dividedBy(3)) && heldAgain(record);
    }

    private boolean acknowledged(
            ConsumerRecord<String, byte @Nullable []> record, AcknowledgeType answer, Duration patience) {
        try {
            consumer.acknowledge(record, answer);
            var failures = consumer.commitSync(patience).values();
            failures.forEach(failure -> failure.ifPresent(reason -> log.warn(
                    "Kafka did not take {} for a request of {}: {}", answer, record.topic(), reason.toString())));
            return !failures.isEmpty() && failures.stream().allMatch(Optional::isEmpty);
        } catch (KafkaException | IllegalStateException e) {
            log.warn("Kafka did not take {} for a request of {}: {}", answer, record.topic(), e.toString());
            return false;
        }
    }

    /** A renewed record is handed out once more by the next poll, and can be answered for only after that. */
    private boolean heldAgain(ConsumerRecord<String, byte @Nullable []> record) {
        for (int poll = 0; poll < POLLS_FOR_A_RENEWED; poll++) {
            for (ConsumerRecord<String, byte @Nullable []> again : polled()) {
                if (again.offset() == record.offset()
                        && again.partition() == record.partition()
                        && again.topic().equals(record.topic())) {
                    return true;
                }
                answer(again, AcknowledgeType.RELEASE);
            }
        }
        return false;
    }

    /** A wake-up that came too late for {@link #take} means nothing here. */
    private Iterable<ConsumerRecord<String, byte @Nullable []>> polled() {
        try {
            return consumer.poll(Duration.ofMillis(100));
        } catch (WakeupException e) {
            return List.of();
        }
    }

    @Override
    public void close() {
        consumer.close(Duration.ofSeconds(1));
    }
}
