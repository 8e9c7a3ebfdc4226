package io.groundcrew.worker.slot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The requests that were taken together, as Kafka sees them: held, answered for or lost. Used by the loop's thread only. */
final class RequestBatch {

    private static final Logger log = LoggerFactory.getLogger(RequestBatch.class);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int POLLS_FOR_RENEWED = 20;

    private final RequestConsumer consumer;
    private final Map<Place, HeldRequest> held = new LinkedHashMap<>();
    private final BatchSignals signals;

    private record Place(TopicPartition partition, long offset) {

        static Place of(ConsumerRecord<?, ?> record) {
            return new Place(new TopicPartition(record.topic(), record.partition()), record.offset());
        }
    }

    /** Takes what comes soon; maybe nothing. */
    RequestBatch(RequestConsumer consumer) {
        this.consumer = consumer;
        this.signals = new BatchSignals();
        for (ConsumerRecord<String, byte @Nullable []> record : consumer.take()) {
            held.put(Place.of(record), new HeldRequest(record, consumer.lockTime(), consumer.heldSince(), signals));
        }
        signals.begun(held.size());
    }

    /** How many are not answered for. */
    int size() {
        return held.size();
    }

    /** All, in their turns. */
    List<HeldRequest> inOrder() {
        return held.values().stream().sorted(HeldRequest.TURNS).toList();
    }

    /** Waits until there is something to send; then answers for all that have an answer, and keeps the others. */
    void settle() throws InterruptedException {
        signals.await(held.size());
        List<HeldRequest> answered = new ArrayList<>();
        List<HeldRequest> renewed = new ArrayList<>();
        boolean surely = false;
        for (HeldRequest request : List.copyOf(held.values())) {
            AcknowledgeType answer = request.answerOrRenewal();
            if (!acknowledge(request, answer)) {
                lose(request);
            } else if (answer == AcknowledgeType.RENEW) {
                renewed.add(request);
            } else {
                answered.add(request);
                surely |= request.waitsForStored();
            }
        }
        Set<TopicPartition> stored = surely || !renewed.isEmpty() ? commit() : Set.of();
        for (HeldRequest request : answered) {
            held.remove(Place.of(request.record()));
            request.settled(stored.contains(request.partition()));
        }
        keep(renewed, stored);
    }

    /** Holds none of them any more. */
    void giveUp() {
        held.values().forEach(HeldRequest::lost);
        held.clear();
    }

    /** False when it is not held any more. */
    private boolean acknowledge(HeldRequest request, AcknowledgeType answer) {
        try {
            consumer.acknowledge(request.record(), answer);
            return true;
        } catch (KafkaException | IllegalStateException e) {
            log.warn("Kafka did not take {} for {}: {}", answer, Place.of(request.record()), e.toString());
            return false;
        }
    }

    private void lose(HeldRequest request) {
        held.remove(Place.of(request.record()));
        request.lost();
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
    private void keep(List<HeldRequest> renewed, Set<TopicPartition> stored) {
        boolean expected = renewed.stream().anyMatch(request -> stored.contains(request.partition()));
        Set<HeldRequest> again = new HashSet<>();
        for (int poll = 0; expected && again.isEmpty() && poll < POLLS_FOR_RENEWED; poll++) {
            for (ConsumerRecord<String, byte @Nullable []> record : consumer.takeAgain()) {
                HeldRequest request = held.get(Place.of(record));
                if (request == null) {
                    consumer.acknowledge(record, AcknowledgeType.RELEASE);
                } else {
                    request.renewedAs(record);
                    again.add(request);
                }
            }
        }
        renewed.stream().filter(request -> !again.contains(request)).forEach(this::lose);
    }
}
