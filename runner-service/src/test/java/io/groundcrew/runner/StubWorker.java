package io.groundcrew.runner;

import io.groundcrew.chassis.kafka.KafkaConnection;
import io.groundcrew.chassis.kafka.KafkaSettings;
import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.contracts.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Ends each check of a pool at once, as a worker does, the first time it is asked for; and keeps the outcomes. */
final class StubWorker implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);

    private final String queue;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Producer<String, byte[]> producer;
    private final Set<UUID> taken = new HashSet<>();
    private final Map<UUID, Outcome> outcomes = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean tellsBeginLast;
    private volatile boolean running = true;

    /** The pool must have been announced. */
    StubWorker(String bootstrapServers, String location, String pool) {
        KafkaConnection kafka = KafkaConnection.to(bootstrapServers);
        queue = Topics.requests(location, pool, Lane.SCHEDULED);
        consumer = new KafkaConsumer<>(KafkaSettings.consumer(kafka, "stub-worker", "stub-worker"));
        producer = new KafkaProducer<>(KafkaSettings.producer(kafka, "stub-worker", 0));
        List<TopicPartition> partitions = Stream.of(queue, Topics.EVENTS)
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        thread = Thread.ofPlatform().name("stub-worker").start(this::work);
    }

    /** From now on it also tells of the begin of each run, after its end. */
    StubWorker tellingOfTheBeginLast() {
        tellsBeginLast = true;
        return this;
    }

    /** The outcome of each run, whoever told it. */
    Map<UUID, Outcome> outcomes() {
        return Map.copyOf(outcomes);
    }

    private void work() {
        while (running) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                if (record.topic().equals(queue)) {
                    take(Wire.read(record.value(), TaskRequest.class));
                } else if (Wire.read(record.value(), RunEvent.class) instanceof RunEvent.Finished finished) {
                    outcomes.putIfAbsent(finished.run().id(), finished.outcome());
                }
            }
        }
    }

    private void take(TaskRequest request) {
        if (taken.add(request.run().id())) {
            Instant now = Instant.now();
            tell(new RunEvent.Finished(
                    request.run(),
                    request.attempt(),
                    "w1",
                    Outcome.COMPLETED,
                    null,
                    now,
                    now,
                    List.of(),
                    List.of(),
                    List.of(),
                    1.0,
                    Map.of(),
                    List.of(),
                    true,
                    0,
                    0,
                    request.intervalSeconds(),
                    request.location(),
                    request.bundle(),
                    null));
            if (tellsBeginLast) {
                tell(new RunEvent.Started(
                        request.run(),
                        request.attempt(),
                        "w1",
                        request.location(),
                        request.bundle(),
                        now,
                        now.plus(request.timeout()),
                        request.intervalSeconds()));
            }
        }
    }

    private void tell(RunEvent event) {
        producer.send(new ProducerRecord<>(Topics.EVENTS, event.run().slx().fullName(), Wire.write(event)));
    }

    @Override
    public void close() {
        running = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        consumer.close();
        producer.close();
    }
}
