package io.groundcrew.worker.kafka;

import io.groundcrew.chassis.kafka.KafkaConnection;
import io.groundcrew.chassis.kafka.KafkaSettings;
import io.groundcrew.chassis.keys.UnreachableKeysException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a whole topic of the runner's, from its beginning and on, without a group; after a failure from where it was, since
 * what was said before may hold no more.
 */
public final class TopicFollower {

    private static final Logger log = LoggerFactory.getLogger(TopicFollower.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    /** What is done with a record. */
    public interface RecordHandler {

        void take(ConsumerRecord<String, byte @Nullable []> record);
    }

    private final String topic;
    private final Supplier<Consumer<String, byte[]>> consumers;
    private final RecordHandler each;
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile boolean caughtUp;
    private long pauseMillis = FIRST_PAUSE_MILLIS;
    private @Nullable Thread thread;
    private volatile @Nullable Consumer<String, byte[]> reading;

    /** @param each takes each record, one after the other */
    public TopicFollower(KafkaConnection kafka, String topic, RecordHandler each) {
        this(() -> consumer(kafka, topic), topic, each);
    }

    TopicFollower(Supplier<Consumer<String, byte[]>> consumers, String topic, RecordHandler each) {
        this.consumers = consumers;
        this.topic = topic;
        this.each = each;
    }

    private static KafkaConsumer<String, byte[]> consumer(KafkaConnection kafka, String topic) {
        Map<String, Object> settings = KafkaSettings.consumer(kafka, "groundcrew-worker-" + topic, "unused");
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return new KafkaConsumer<>(settings);
    }

    /** Whether everything was read that the topic held when it was opened first. */
    public boolean hasCaughtUp() {
        return caughtUp;
    }

    public void start() {
        thread = Thread.ofPlatform().daemon().name(topic).start(this::run);
    }

    public boolean isRunning() {
        return thread != null;
    }

    /** Ends the reading; waits two seconds at most. */
    public void stop() {
        stopping.countDown();
        Consumer<String, byte[]> waiting = reading;
        if (waiting != null) {
            waiting.wakeup();
        }
        Thread running = thread;
        thread = null;
        if (running != null) {
            try {
                if (!running.join(Duration.ofSeconds(2))) {
                    running.interrupt();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        while (stopping.getCount() > 0) {
            try {
                Consumer<String, byte[]> consumer = consumers.get();
                reading = consumer;
                try {
                    if (assigned(consumer)) {
                        follow(consumer);
                    }
                } finally {
                    // Whoever stops need not wait for a fetch that is on its way: there is nothing to tell Kafka.
                    consumer.close(CloseOptions.timeout(Duration.ZERO));
                }
            } catch (WakeupException e) {
                return;
            } catch (RuntimeException | Error e) {
                log.warn("{} cannot be read and will be read again: {}", topic, e.toString());
            }
            try {
                if (stopping.await(pauseMillis, TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                return;
            }
            pauseMillis = Math.min(pauseMillis * 2, LONGEST_PAUSE_MILLIS);
        }
    }

    private boolean assigned(Consumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic, ANSWER).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
            log.info("Waiting for the topic {}, which the runner creates", topic);
            return false;
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        next.forEach(consumer::seek);
        return true;
    }

    private void follow(Consumer<String, byte[]> consumer) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment(), ANSWER);
        while (stopping.getCount() > 0) {
            consumer.poll(POLL).forEach(this::take);
            pauseMillis = FIRST_PAUSE_MILLIS;
            caughtUp = caughtUp
                    || ends.entrySet().stream()
                            .allMatch(end -> consumer.position(end.getKey(), ANSWER) >= end.getValue());
        }
    }

    /** Whoever does not hear what comes after a record, a grant for one, is worse off than who does not hear that one. */
    private void take(ConsumerRecord<String, byte @Nullable []> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        next.put(partition, record.offset() + 1);
        try {
            each.take(record);
        } catch (UnreachableKeysException e) {
            // Who signed it can be told later only, and so of all that follow.
            next.put(partition, record.offset());
            throw e;
        } catch (RuntimeException e) {
            log.error("Record {} of {} cannot be followed and is passed over", record.offset(), topic, e);
        }
    }
}
