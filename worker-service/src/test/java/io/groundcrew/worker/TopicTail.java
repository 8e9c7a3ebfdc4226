package io.groundcrew.worker;

import io.groundcrew.chassis.kafka.KafkaConnection;
import io.groundcrew.chassis.kafka.KafkaSettings;
import io.groundcrew.contracts.run.OutputChunk;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.contracts.wire.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads what is published in a topic from now on. */
final class TopicTail implements AutoCloseable {

    private final KafkaConsumer<String, byte[]> consumer;
    private final List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();

    TopicTail(String servers, String topic) {
        consumer = fromNowOn(servers, topic);
    }

    static KafkaConsumer<String, byte[]> fromNowOn(String servers, String topic) {
        KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(KafkaSettings.consumer(KafkaConnection.to(servers), "tail", "tail"));
        List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0));
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // Only this makes it look where the end is.
        consumer.position(partitions.getFirst());
        return consumer;
    }

    List<ConsumerRecord<String, byte[]>> records() {
        consumer.poll(Duration.ofMillis(50)).forEach(records::add);
        return records;
    }

    List<RunEvent.Finished> finished(TaskRequest request) {
        return of(request, RunEvent.Finished.class);
    }

    List<RunEvent.Started> started(TaskRequest request) {
        return of(request, RunEvent.Started.class);
    }

    List<RunEvent.AttemptFailed> failedAttempts(TaskRequest request) {
        return of(request, RunEvent.AttemptFailed.class);
    }

    private <E extends RunEvent> List<E> of(TaskRequest request, Class<E> kind) {
        return events(kind)
                .filter(event -> event.run().id().equals(request.run().id()))
                .toList();
    }

    <E extends RunEvent> Stream<E> events(Class<E> kind) {
        return records().stream()
                .map(record -> Wire.read(record.value(), RunEvent.class))
                .filter(kind::isInstance)
                .map(kind::cast);
    }

    /** The output of a run as far as it is known: what was sent to this topic, and what its ends in the events brought. */
    List<OutputChunk> chunks(TopicTail events, TaskRequest request, OutputChunk.Stream stream) {
        Stream<OutputChunk> sent = records().stream().map(record -> Wire.read(record.value(), OutputChunk.class));
        Stream<OutputChunk> brought = events.finished(request).stream().flatMap(end -> end.restAsChunks().stream());
        return Stream.concat(sent, brought)
                .filter(chunk -> chunk.run().id().equals(request.run().id()) && chunk.stream() == stream)
                .sorted(Comparator.comparing(OutputChunk::offset))
                .toList();
    }

    /** How many records of a run this topic has that have its id for a key. */
    long keyed(TaskRequest request) {
        return records().stream()
                .filter(record -> request.run().id().toString().equals(record.key()))
                .count();
    }

    /** Without waiting for the fetch that is on its way. */
    static void close(KafkaConsumer<?, ?> consumer) {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }

    @Override
    public void close() {
        close(consumer);
    }
}
