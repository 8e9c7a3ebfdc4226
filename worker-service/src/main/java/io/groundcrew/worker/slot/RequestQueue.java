package io.groundcrew.worker.slot;

import java.time.Duration;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Where a request came from and is answered for. */
interface RequestQueue {

    /** How long a record stays locked without renewal. */
    Duration lockTime();

    /** Answers for a record without waiting; an answer that is lost means one more delivery. */
    void answer(ConsumerRecord<String, byte @Nullable []> record, AcknowledgeType answer);

    /** Answers for a record, and tells whether Kafka has certainly stored that. */
    boolean answerSurely(ConsumerRecord<String, byte @Nullable []> record, AcknowledgeType answer)
            throws InterruptedException;

    /** Locks a record for another lock time from now; false when it may be somebody else's already. */
    boolean renew(ConsumerRecord<String, byte @Nullable []> record) throws InterruptedException;
}
