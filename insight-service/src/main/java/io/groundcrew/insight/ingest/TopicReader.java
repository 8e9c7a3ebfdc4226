package io.groundcrew.insight.ingest;

import io.groundcrew.chassis.kafka.Batches;
import io.groundcrew.chassis.kafka.Failures;
import io.groundcrew.chassis.kafka.Pace;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a topic in batches on a thread of its own and commits offsets of what is stored, now and then: what is read twice is
 * stored once. While the database is away it waits and reads the same records again; a record that cannot be stored by
 * itself is rejected.
 */
final class TopicReader {

    private static final Logger log = LoggerFactory.getLogger(TopicReader.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private static final Duration STOP = Duration.ofSeconds(2);
    private static final Duration CLOSE = Duration.ofSeconds(1);

    private final String topic;
    private final Pace pace;
    private final Supplier<Consumer<String, byte[]>> consumers;
    private final BatchStore store;
    private final RejectedRecords rejected;
    private final IngestMetrics metrics;
    private final Backoff backoff = new Backoff();
    private volatile boolean running;
    private volatile @Nullable Consumer<String, byte[]> current;
    private @Nullable Thread thread;

    TopicReader(
            String topic,
            Pace pace,
            Supplier<Consumer<String, byte[]>> consumers,
            BatchStore store,
            RejectedRecords rejected,
            IngestMetrics metrics) {
        this.topic = topic;
        this.pace = pace;
        this.consumers = consumers;
        this.store = store;
        this.rejected = rejected;
        this.metrics = metrics;
    }

    synchronized void start() {
        running = true;
        Thread reader = new Thread(this::run, "insight-" + topic);
        reader.setDaemon(true);
        thread = reader;
        reader.start();
    }

    synchronized void stop() {
        running = false;
        Consumer<String, byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        Thread reader = thread;
        thread = null;
        if (reader != null) {
            try {
                reader.join(STOP);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    boolean isRunning() {
        return running;
    }

    private void run() {
        while (running) {
            try {
                readWith(consumers.get());
            } catch (WakeupException stopping) {
                log.debug("Reader of {} was woken to stop", topic);
            } catch (RuntimeException | Error e) {
                log.warn("Reader of {} starts anew after a failure: {}", topic, e.toString(), e);
                backoff.sleep(() -> running);
            }
        }
    }

    private void readWith(Consumer<String, byte[]> consumer) {
        try {
            current = consumer;
            Offsets offsets = new Offsets(consumer);
            Batches<String, byte[]> batches = new Batches<>(consumer, pace);
            consumer.subscribe(List.of(topic), offsets);
            while (running) {
                List<ConsumerRecord<String, byte[]>> batch = batches.next(POLL);
                offsets.tellInTime();
                if (!batch.isEmpty()) {
                    read(batch, consumer, offsets);
                }
            }
        } finally {
            current = null;
            // Without a broker there is nobody to say goodbye to.
            consumer.close(CloseOptions.timeout(CLOSE));
        }
    }

    /** Between the parts of a batch the group hears of this reader, and the reader of its end. */
    private void read(List<ConsumerRecord<String, byte[]>> batch, Consumer<String, byte[]> consumer, Offsets offsets) {
        Parts parts = new Parts(batch, store, rejected, metrics);
        while (running && !parts.isEmpty()) {
            if (!storeNext(parts, consumer, offsets)) {
                return;
            }
            if (!parts.isEmpty()) {
                offsets.tellInTime();
                pollPaused(consumer, Duration.ZERO);
                parts.keepOnly(consumer.assignment());
            }
        }
        backoff.reset();
        measureLag(consumer);
    }

    /** Whether the part was stored, rejected or divided; when not, what is left of the batch will be read again. */
    private boolean storeNext(Parts parts, Consumer<String, byte[]> consumer, Offsets offsets) {
        try {
            offsets.stored(parts.storeNext());
            return true;
        } catch (RuntimeException e) {
            if (!Failures.mayPass(e)) {
                throw e;
            }
            metrics.retried();
            readAgain(consumer, parts.left());
            log.warn(
                    "Cannot store records of {}, trying again in {} ms: {}",
                    topic,
                    backoff.next().toMillis(),
                    Failures.reason(e));
            waitPaused(consumer);
            return false;
        }
    }

    private static void readAgain(Consumer<String, byte[]> consumer, List<ConsumerRecord<String, byte[]>> records) {
        Map<TopicPartition, Long> first = new HashMap<>();
        records.forEach(record -> first.putIfAbsent(partition(record), record.offset()));
        first.forEach((partition, offset) -> {
            if (consumer.assignment().contains(partition)) {
                consumer.seek(partition, offset);
            }
        });
    }

    /** Goes on polling, since a consumer that is silent for long loses its partitions, but takes nothing. */
    private void waitPaused(Consumer<String, byte[]> consumer) {
        long end = System.nanoTime() + backoff.take().toNanos();
        for (long left = end - System.nanoTime(); running && left > 0; left = end - System.nanoTime()) {
            pollPaused(consumer, Duration.ofNanos(Math.min(left, POLL.toNanos())));
        }
    }

    private static void pollPaused(Consumer<String, byte[]> consumer, Duration most) {
        try {
            consumer.pause(consumer.assignment());
            ConsumerRecords<String, byte[]> arrived = consumer.poll(most);
            // Partitions assigned in this very poll were not paused yet.
            readAgain(
                    consumer, StreamSupport.stream(arrived.spliterator(), false).toList());
        } finally {
            consumer.resume(consumer.assignment());
        }
    }

    private void measureLag(Consumer<String, byte[]> consumer) {
        metrics.lag(consumer.assignment().stream()
                .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
                .sum());
    }

    static TopicPartition partition(ConsumerRecord<String, byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }
}
