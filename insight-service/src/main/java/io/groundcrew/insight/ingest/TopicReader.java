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

    private void read(List<ConsumerRecord<String, byte[]>> batch, Consumer<String, byte[]> consumer, Offsets offsets) {
        if (storeAll(batch) || storeOneByOne(consumer, offsets, batch)) {
            backoff.reset();
            offsets.stored(batch);
            measureLag(consumer);
        }
    }

    /** Whether the batch was stored as a whole. */
    private boolean storeAll(List<ConsumerRecord<String, byte[]>> batch) {
        long begun = System.nanoTime();
        try {
            store.store(batch);
            metrics.stored(batch.size(), System.nanoTime() - begun);
            return true;
        } catch (RuntimeException e) {
            metrics.retried();
            log.debug("A batch of {} records of {} failed as a whole", batch.size(), topic, e);
            return false;
        }
    }

    /** Whether every record was stored or rejected; when not, the rest will be read again. */
    private boolean storeOneByOne(
            Consumer<String, byte[]> consumer, Offsets offsets, List<ConsumerRecord<String, byte[]>> batch) {
        for (int i = 0; i < batch.size(); i++) {
            ConsumerRecord<String, byte[]> record = batch.get(i);
            try {
                storeOrReject(record);
            } catch (RuntimeException e) {
                if (!Failures.mayPass(e)) {
                    throw e;
                }
                offsets.stored(batch.subList(0, i));
                readAgain(consumer, batch.subList(i, batch.size()));
                log.warn(
                        "Cannot store records of {}, trying again in {} ms: {}",
                        topic,
                        backoff.next().toMillis(),
                        Failures.reason(e));
                waitPaused(consumer);
                return false;
            }
        }
        return true;
    }

    private void storeOrReject(ConsumerRecord<String, byte[]> record) {
        try {
            store.store(List.of(record));
            metrics.stored(1, 0);
        } catch (RuntimeException e) {
            if (Failures.mayPass(e)) {
                throw e;
            }
            rejected.reject(record, Failures.reason(e));
            metrics.rejected();
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
        try {
            for (long left = end - System.nanoTime(); running && left > 0; left = end - System.nanoTime()) {
                consumer.pause(consumer.assignment());
                ConsumerRecords<String, byte[]> arrived =
                        consumer.poll(Duration.ofNanos(Math.min(left, POLL.toNanos())));
                // Partitions assigned in this very poll were not paused yet.
                readAgain(
                        consumer,
                        StreamSupport.stream(arrived.spliterator(), false).toList());
            }
        } finally {
            consumer.resume(consumer.assignment());
        }
    }

    private void measureLag(Consumer<String, byte[]> consumer) {
        metrics.lag(consumer.assignment().stream()
                .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
                .sum());
    }

    private static TopicPartition partition(ConsumerRecord<String, byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }
}
