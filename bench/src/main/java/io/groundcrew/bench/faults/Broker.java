package io.groundcrew.bench.faults;

import io.groundcrew.bench.BenchCollection;
import io.groundcrew.chassis.kafka.KafkaConnection;
import io.groundcrew.chassis.kafka.KafkaSettings;
import io.groundcrew.contracts.control.Control;
import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.contracts.wire.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/** What can be done to an installation through its broker. It waits while the broker is away. */
final class Broker implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int DOUBLED = 10;

    private final KafkaConnection kafka;
    private final KafkaProducer<String, byte[]> producer;
    private final AtomicInteger doubled = new AtomicInteger();
    private volatile @Nullable RuntimeException failure;
    private volatile boolean open = true;

    Broker(KafkaConnection kafka) {
        this.kafka = kafka;
        this.producer = new KafkaProducer<>(KafkaSettings.producer(kafka, "groundcrew-faults", 0));
    }

    private static List<String> requestTopics() {
        return Arrays.stream(Lane.values())
                .map(lane -> Topics.requests("local", BenchCollection.NAME, lane))
                .toList();
    }

    /** Publishes every tenth request twice from now on, on a thread of its own. */
    void doubleRequests() {
        Thread.ofPlatform().daemon().name("doubling").start(() -> {
            Set<String> chosen = new HashSet<>();
            try (KafkaConsumer<String, byte[]> consumer = consumer()) {
                assign(consumer, requestTopics());
                int seen = 0;
                while (open) {
                    for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                        if (!chosen.contains(record.key()) && ++seen % DOUBLED == 0) {
                            chosen.add(record.key());
                            producer.send(again(record), (sent, failure) -> {
                                if (failure == null) {
                                    doubled.incrementAndGet();
                                }
                            });
                        }
                    }
                }
            } catch (RuntimeException e) {
                failure = e;
            }
        });
    }

    /** Publishes the requests of a run once more. */
    int repeatRequest(String run) throws InterruptedException {
        return publishAgain(requestTopics(), run);
    }

    /** Publishes every event once more; answers with their number. */
    int repeatEvents() throws InterruptedException {
        return publishAgain(List.of(Topics.EVENTS), null);
    }

    private int publishAgain(List<String> topics, @Nullable String key) throws InterruptedException {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        readAll(topics, record -> {
            if (key == null || key.equals(record.key())) {
                records.add(record);
            }
        });
        for (ConsumerRecord<String, byte[]> record : records) {
            producer.send(again(record));
        }
        producer.flush();
        return records.size();
    }

    private static ProducerRecord<String, byte[]> again(ConsumerRecord<String, byte[]> record) {
        return new ProducerRecord<>(record.topic(), record.partition(), record.key(), record.value(), record.headers());
    }

    /** Lets the workers' share group begin at the earliest request again; no worker may be a member of it. */
    void resetGroup() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (Admin admin = Admin.create(KafkaSettings.common(kafka, "groundcrew-faults-admin"))) {
                admin.alterShareGroupOffsets(Topics.WORKER_GROUP, earliest(admin))
                        .all()
                        .get(30, TimeUnit.SECONDS);
                return;
            } catch (ExecutionException | TimeoutException e) {
                boolean passes = e.getCause() instanceof GroupNotEmptyException
                        || e.getCause() instanceof RetriableException
                        || e instanceof TimeoutException;
                if (!passes || System.nanoTime() > deadline) {
                    throw new IllegalStateException("The share group could not be reset", e);
                }
                Thread.sleep(POLL);
            }
        }
    }

    private static Map<TopicPartition, Long> earliest(Admin admin)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        admin.describeTopics(requestTopics())
                .allTopicNames()
                .get(30, TimeUnit.SECONDS)
                .forEach((name, topic) -> topic.partitions()
                        .forEach(partition ->
                                asked.put(new TopicPartition(name, partition.partition()), OffsetSpec.earliest())));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        admin.listOffsets(asked)
                .all()
                .get(30, TimeUnit.SECONDS)
                .forEach((partition, offset) -> offsets.put(partition, offset.offset()));
        return offsets;
    }

    /** The runs that the runner gave leave to start. */
    Set<String> granted() throws InterruptedException {
        Set<String> granted = new HashSet<>();
        readAll(List.of(Topics.CONTROL), record -> {
            if (Wire.read(record.value(), Control.class) instanceof Control.Granted grant) {
                granted.add(grant.run().toString());
            }
        });
        return granted;
    }

    /**
     * How many requests were published twice.
     *
     * @throws IllegalStateException when the thread that did it has ended before its time
     */
    int doubled() {
        if (failure != null) {
            throw new IllegalStateException("Requests were published twice only for a part of the time", failure);
        }
        return doubled.get();
    }

    /** Reads topics from their beginning to the end that they have now. */
    private void readAll(List<String> topics, Consumer<ConsumerRecord<String, byte[]>> each) {
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = assign(consumer, topics);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey(), PATIENCE) < end.getValue())) {
                consumer.poll(POLL).forEach(each);
            }
        }
    }

    private static List<TopicPartition> assign(KafkaConsumer<String, byte[]> consumer, List<String> topics) {
        List<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic, PATIENCE).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return partitions;
    }

    private KafkaConsumer<String, byte[]> consumer() {
        Map<String, Object> settings = KafkaSettings.consumer(kafka, "groundcrew-faults", "unused");
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return new KafkaConsumer<>(settings);
    }

    @Override
    public void close() {
        open = false;
        producer.close(Duration.ofSeconds(2));
    }
}
