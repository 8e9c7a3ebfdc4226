package io.groundcrew.worker.slot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls that were taken together, as Kafka sees them: held, answered for or lost. Used by the loop's thread only. */
final class CallBatch {

    private static final Logger log = LoggerFactory.getLogger(CallBatch.class);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int POLLS_FOR_RENEWED = 20;

    private final RequestConsumer consumer;
    private final Map<Place, HeldCall> held = new LinkedHashMap<>();
    private final CallSignals signals;

    private record Place(TopicPartition partition, long offset) {

        static Place of(ConsumerRecord<?, ?> record) {
            return new Place(new TopicPartition(record.topic(), record.partition()), record.offset());
        }
    }

    /** Takes what comes soon; maybe nothing. */
    CallBatch(RequestConsumer consumer) {
        this.consumer = consumer;
        this.signals = new CallSignals();
        for (ConsumerRecord<String, byte @Nullable []> record : consumer.take()) {
            held.put(Place.of(record), new HeldCall(record, consumer.lockTime(), signals));
        }
        signals.begun(held.size());
    }

    /** How many are not answered for. */
    int size() {
        return held.size();
    }

    void forEach(Consumer<HeldCall> action) {
        held.values().forEach(action);
    }

    /** Waits until there is something to send; then answers for all that have an answer, and keeps the others. */
    void settle() throws InterruptedException {
        signals.await(held.size());
        List<HeldCall> answered = new ArrayList<>();
        List<HeldCall> renewed = new ArrayList<>();
        boolean surely = false;
        for (HeldCall call : List.copyOf(held.values())) {
            AcknowledgeType answer = call.answerOrRenewal();
            if (!acknowledge(call, answer)) {
                lose(call);
            } else if (answer == AcknowledgeType.RENEW) {
                renewed.add(call);
            } else {
                answered.add(call);
                surely |= call.waitsForStored();
            }
        }
        Set<TopicPartition> stored = surely || !renewed.isEmpty() ? commit() : Set.of();
        for (HeldCall call : answered) {
            held.remove(Place.of(call.record()));
            call.settled(stored.contains(call.partition()));
        }
        keep(renewed, stored);
    }

    /** Holds none of them any more. */
    void giveUp() {
        held.values().forEach(HeldCall::lost);
        held.clear();
    }

    /** False when it is not held any more. */
    private boolean acknowledge(HeldCall call, AcknowledgeType answer) {
        try {
            consumer.acknowledge(call.record(), answer);
            return true;
        } catch (KafkaException | IllegalStateException e) {
            log.warn("Kafka did not take {} for {}: {}", answer, Place.of(call.record()), e.toString());
            return false;
        }
    }

    private void lose(HeldCall call) {
        held.remove(Place.of(call.record()));
        call.lost();
    }

    /** The partitions whose answers are certainly stored. */
    private Set<TopicPartition> commit() {
        try {
            Duration third = consumer.lockTime().dividedBy(3);
            return consumer.commit(third.compareTo(ANSWER) < 0 ? third : ANSWER);
        } catch (KafkaException | IllegalStateException e) {
            log.warn("Kafka did not take the answers for {} requests: {}", held.size(), e.toString());
            return Set.of();
        }
    }

    /** What was renewed is held when it was handed out again, all of it at once; the rest may be somebody else's. */
    private void keep(List<HeldCall> renewed, Set<TopicPartition> stored) {
        boolean expected = renewed.stream().anyMatch(call -> stored.contains(call.partition()));
        Set<HeldCall> again = new HashSet<>();
        for (int poll = 0; expected && again.isEmpty() && poll < POLLS_FOR_RENEWED; poll++) {
            for (ConsumerRecord<String, byte @Nullable []> record : consumer.takeAgain()) {
                HeldCall call = held.get(Place.of(record));
                if (call == null) {
                    consumer.acknowledge(record, AcknowledgeType.RELEASE);
                } else {
                    call.renewedAs(record);
                    again.add(call);
                }
            }
        }
        renewed.stream().filter(call -> !again.contains(call)).forEach(this::lose);
    }
}
