package io.groundcrew.worker.slot;

import java.time.Duration;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Where a request came from and is answered for. */
interface RequestQueue {

    /** How long a record stays locked without renewal. */
    Duration lockTime();

    /** How long ago its lock began, at the most. */
    Duration lockedFor();

    /** Whether the slot has nothing else to do until it has answered for this one. */
    boolean isAwaited();

    /**
     * Nothing of the request's task runs any more, though its outcome may still be on its way. Called by any thread, and
     * twice.
     */
    void taskOver();

    /** Answers for a record without waiting; an answer that is lost means one more delivery. */
    void answer(ConsumerRecord<String, byte @Nullable []> record, AcknowledgeType answer);

    /** Answers for a record, and tells whether Kafka has certainly stored that. */
    boolean answerSurely(ConsumerRecord<String, byte @Nullable []> record, AcknowledgeType answer)
            throws InterruptedException;

    /** Locks a record for another lock time from now; false when it may be somebody else's already. */
    boolean renew(ConsumerRecord<String, byte @Nullable []> record) throws InterruptedException;
}
