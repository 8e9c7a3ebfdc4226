package io.groundcrew.runner.fleet;

import io.groundcrew.contracts.fleet.WorkerBeat;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.contracts.wire.UnreadableMessageException;
import io.groundcrew.contracts.wire.Wire;
import io.groundcrew.runner.kafka.TopicSetup;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads every worker's beats, from the first one that the topic holds. */
class BeatListener implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BeatListener.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration ASK_EVERY = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final TopicSetup topics;
    private final WorkerBoard board;
    private final Runnable changed;
    private final Clock clock;
    private @Nullable Consumer<String, byte[]> consumer;
    private Instant askedAt = Instant.EPOCH;
    private Map<TopicPartition, Long> heldAtStart = Map.of();

    BeatListener(
            Supplier<Consumer<String, byte[]>> consumers,
            TopicSetup topics,
            WorkerBoard board,
            Runnable changed,
            Clock clock) {
        this.consumers = consumers;
        this.topics = topics;
        this.board = board;
        this.changed = changed;
        this.clock = clock;
    }

    /** Reads what has come. Throws what Kafka throws; the next call then begins anew. */
    void listen() {
        try {
            Consumer<String, byte[]> open = opened();
            boolean any = false;
            for (ConsumerRecord<String, byte[]> record : open.poll(POLL)) {
                take(record);
                any = true;
            }
            if (heldAtStart.entrySet().stream().allMatch(end -> open.position(end.getKey()) >= end.getValue())) {
                heldAtStart = Map.of();
                board.listening();
            }
            if (any) {
                changed.run();
            }
        } catch (RuntimeException e) {
            board.deaf();
            close();
            throw e;
        }
    }

    private Consumer<String, byte[]> opened() {
        Consumer<String, byte[]> open = consumer;
        if (open != null) {
            checkAlive(open);
            return open;
        }
        topics.ensureBase();
        open = consumers.get();
        consumer = open;
        List<TopicPartition> partitions = open.partitionsFor(Topics.WORKERS, ANSWER).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        open.assign(partitions);
        open.seekToBeginning(partitions);
        heldAtStart = open.endOffsets(partitions, ANSWER);
        return open;
    }

    /** A broker that is away makes polls come back empty; asking it something tells silence from deafness. */
    private void checkAlive(Consumer<String, byte[]> open) {
        Instant now = clock.instant();
        if (now.isAfter(askedAt.plus(ASK_EVERY))) {
            open.endOffsets(open.assignment(), ANSWER);
            askedAt = now;
        }
    }

    @SuppressWarnings("NullAway") // Kafka's records carry null for a tombstone, which its types do not say.
    private void take(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            board.left(record.key());
            return;
        }
        try {
            board.beat(Wire.read(record.value(), WorkerBeat.class));
        } catch (UnreadableMessageException | IllegalArgumentException | NullPointerException e) {
            log.warn("A beat of worker {} cannot be read and is passed over: {}", record.key(), e.toString());
        }
    }

    @Override
    public void close() {
        Consumer<String, byte[]> open = consumer;
        consumer = null;
        if (open != null) {
            open.close(CloseOptions.timeout(Duration.ofSeconds(1)));
        }
    }
}
