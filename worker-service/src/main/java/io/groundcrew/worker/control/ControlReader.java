package io.groundcrew.worker.control;

import io.groundcrew.chassis.kafka.KafkaConnection;
import io.groundcrew.chassis.kafka.SignedRecords;
import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.contracts.control.Control;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.contracts.wire.UnreadableMessageException;
import io.groundcrew.contracts.wire.Wire;
import io.groundcrew.worker.kafka.TopicFollower;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Follows what the runner tells all workers, and believes only what it has signed. */
public final class ControlReader implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ControlReader.class);

    private final TopicFollower follower;
    private final KeyRing keys;
    private final Consumer<Control> heard;

    ControlReader(KafkaConnection kafka, KeyRing keys, Consumer<Control> heard) {
        this.follower = new TopicFollower(kafka, Topics.CONTROL, this::read);
        this.keys = keys;
        this.heard = heard;
    }

    /** Whether everything is known that was said before this worker started; it takes no request earlier. */
    public boolean hasCaughtUp() {
        return follower.hasCaughtUp();
    }

    @Override
    public void start() {
        follower.start();
    }

    @Override
    public void stop() {
        follower.stop();
    }

    @Override
    public boolean isRunning() {
        return follower.isRunning();
    }

    /** Before the slots start and after they have stopped. */
    @Override
    public int getPhase() {
        return 0;
    }

    private void read(ConsumerRecord<String, byte @Nullable []> record) {
        byte[] value = record.value();
        if (value == null || !SignedRecords.isSignedBy(SignedRecords.RUNNER, keys, record)) {
            log.warn("Passing over record {} of {}: the runner has not signed it", record.offset(), record.topic());
            return;
        }
        try {
            heard.accept(Wire.read(value, Control.class));
        } catch (UnreadableMessageException | NullPointerException e) {
            log.warn("Passing over record {} of {}: {}", record.offset(), record.topic(), e.toString());
        }
    }
}
