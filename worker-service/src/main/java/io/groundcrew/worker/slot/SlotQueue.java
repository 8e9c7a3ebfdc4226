package io.groundcrew.worker.slot;

import java.time.Duration;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One slot's end of the share group: one record at a time, each answered for. Used by one thread. */
final class SlotQueue implements RequestQueue {

    private static final Logger log = LoggerFactory.getLogger(SlotQueue.class);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int POLLS_FOR_A_RENEWED = 20;

    private final RequestConsumer consumer;
    private long lockedSince;

    SlotQueue(RequestConsumer consumer) {
        this.consumer = consumer;
        this.lockedSince = consumer.heldSince();
    }

    @Override
    public Duration lockTime() {
        return consumer.lockTime();
    }

    @Override
    public Duration lockedFor() {
        return Duration.ofNanos(System.nanoTime() - lockedSince);
    }

    @Override
    public boolean isAwaited() {
        return true;
    }

    /** The slot takes its next request when this one is answered for. */
    @Override
    public void taskOver() {}

    @Override
    public void answer(ConsumerRecord<String, byte @Nullable []> record, AcknowledgeType answer) {
        try {
            consumer.acknowledge(record, answer);
        } catch (KafkaException | IllegalStateException e) {
            log.debug("No longer held: {}-{}@{}", record.topic(), record.partition(), record.offset(), e);
        }
    }

    @Override
    public boolean answerSurely(ConsumerRecord<String, byte @Nullable []> record, AcknowledgeType answer) {
        return acknowledged(record, answer, ANSWER);
    }

    @Override
    public boolean renew(ConsumerRecord<String, byte @Nullable []> record) {
        long asked = System.nanoTime();
        boolean held = acknowledged(record, AcknowledgeType.RENEW, lockTime().dividedBy(3)) && heldAgain(record);
        if (held) {
            lockedSince = asked;
        }
        return held;
    }

    private boolean acknowledged(
            ConsumerRecord<String, byte @Nullable []> record, AcknowledgeType answer, Duration patience) {
        try {
            consumer.acknowledge(record, answer);
            return consumer.commit(patience).contains(new TopicPartition(record.topic(), record.partition()));
        } catch (KafkaException | IllegalStateException e) {
            log.warn("Kafka did not take {} for a request of {}: {}", answer, record.topic(), e.toString());
            return false;
        }
    }

    /** A consumer that breaks holds nothing; whoever executes the request has to know. */
    private boolean heldAgain(ConsumerRecord<String, byte @Nullable []> record) {
        try {
            for (int poll = 0; poll < POLLS_FOR_A_RENEWED; poll++) {
                for (ConsumerRecord<String, byte @Nullable []> again : consumer.takeAgain()) {
                    if (again.offset() == record.offset()
                            && again.partition() == record.partition()
                            && again.topic().equals(record.topic())) {
                        return true;
                    }
                    answer(again, AcknowledgeType.RELEASE);
                }
            }
        } catch (KafkaException | IllegalStateException e) {
            log.warn("A request of {} cannot be held: {}", record.topic(), e.toString());
        }
        return false;
    }
}
