package io.groundcrew.bench;

import io.groundcrew.chassis.kafka.KafkaSettings;
import io.groundcrew.contracts.fleet.WorkerBeat;
import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.contracts.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Says that it can run the bench's collection, and answers each check as a worker does whose checks take a second. What it
 * reads of requests and outcomes it notes.
 */
final class StubWorker implements AutoCloseable {

    private static final String WORKER = "bench-worker";
    private static final String LOCATION = "local";
    private static final String REQUESTS = Topics.requests(LOCATION, BenchCollection.NAME, Lane.SCHEDULED);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration TAKES = Duration.ofSeconds(1);
    private static final Duration BEAT = Duration.ofSeconds(5);

    private final Producer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final BenchCollection collection;
    private final NominalFires fires;
    private final Queue<RunEvent.Finished> ahead = new ArrayDeque<>();
    private final Instant startedAt = Instant.now();
    private final Thread thread;
    private volatile boolean running = true;

    /** Waits until the runner has made the queue of the collection, and starts. */
    StubWorker(Infrastructure infrastructure, BenchCollection collection, NominalFires fires)
            throws InterruptedException, ExecutionException {
        this.collection = collection;
        this.fires = fires;
        // The runner seals each check's token to this key.
        infrastructure.keys("worker").location(LOCATION);
        producer = new KafkaProducer<>(KafkaSettings.producer(infrastructure.kafka(), WORKER, 5));
        consumer = new KafkaConsumer<>(KafkaSettings.consumer(infrastructure.kafka(), WORKER, WORKER));
        while (consumer.partitionsFor(REQUESTS).isEmpty()) {
            Thread.sleep(Duration.ofMillis(100));
        }
        stampOnAppend(infrastructure);
        List<TopicPartition> partitions = Stream.of(REQUESTS, Topics.EVENTS)
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        thread = Thread.ofPlatform().name(WORKER).start(this::work);
    }

    /** The time of a request is that of its append, by the broker's clock, which is this machine's. */
    private static void stampOnAppend(Infrastructure infrastructure) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(KafkaSettings.common(infrastructure.kafka(), WORKER))) {
            ConfigEntry stamp = new ConfigEntry("message.timestamp.type", "LogAppendTime");
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, REQUESTS),
                            List.of(new AlterConfigOp(stamp, AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    private void work() {
        Instant nextBeat = Instant.EPOCH;
        while (running) {
            Instant now = Instant.now();
            if (!now.isBefore(nextBeat)) {
                beat();
                nextBeat = now.plus(BEAT);
            }
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                if (record.topic().equals(REQUESTS)) {
                    take(Wire.read(record.value(), TaskRequest.class), record.timestamp());
                } else if (Wire.read(record.value(), RunEvent.class) instanceof RunEvent.Finished finished) {
                    fires.ended(finished.run());
                }
            }
            while (!ahead.isEmpty() && !ahead.element().finishedAt().isAfter(Instant.now())) {
                publish(ahead.remove());
            }
        }
    }

    private void take(TaskRequest request, long appended) {
        fires.requested(request.run(), Instant.ofEpochMilli(appended));
        Instant now = Instant.now();
        publish(new RunEvent.Started(
                request.run(),
                request.attempt(),
                WORKER,
                LOCATION,
                request.bundle(),
                now,
                now.plus(request.timeout()),
                request.intervalSeconds()));
        ahead.add(new RunEvent.Finished(
                request.run(),
                request.attempt(),
                WORKER,
                Outcome.COMPLETED,
                null,
                now,
                now.plus(TAKES),
                List.of("Check Replicas Of `${SHOP_NAME}`"),
                List.of(),
                List.of(),
                1.0,
                Map.of(),
                List.of(),
                true,
                0,
                0,
                request.intervalSeconds(),
                LOCATION,
                request.bundle(),
                null));
    }

    private void publish(RunEvent event) {
        producer.send(new ProducerRecord<>(Topics.EVENTS, event.run().slx().fullName(), Wire.write(event)));
    }

    private void beat() {
        WorkerBeat beat = new WorkerBeat(
                WORKER,
                LOCATION,
                List.of(),
                1_000,
                startedAt,
                List.of(),
                null,
                List.of(new WorkerBeat.Environment(
                        BenchCollection.NAME, collection.commit(), WorkerBeat.State.READY, null)));
        producer.send(new ProducerRecord<>(Topics.WORKERS, WORKER, Wire.write(beat)));
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
