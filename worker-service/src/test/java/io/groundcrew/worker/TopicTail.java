package io.groundcrew.worker;

import io.groundcrew.chassis.kafka.KafkaConnection;
import io.groundcrew.chassis.kafka.KafkaSettings;
import io.groundcrew.contracts.run.OutputChunk;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.contracts.wire.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads a topic from its beginning. */
final class TopicTail implements AutoCloseable {

    private final KafkaConsumer<String, byte[]> consumer;
    private final List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();

    TopicTail(String servers, String topic) {
        var settings = KafkaSettings.consumer(KafkaConnection.to(servers), "tail", "tail");
        consumer = new KafkaConsumer<>(settings);
        TopicPartition partition = new TopicPartition(topic, 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
    }

    List<ConsumerRecord<String, byte[]>> records() {
        consumer.poll(Duration.ofMillis(50)).forEach(records::add);
        return records;
    }

    Stream<RunEvent.Finished> finished() {
        return events().filter(RunEvent.Finished.class::isInstance).map(RunEvent.Finished.class::cast);
    }

    List<RunEvent.Finished> finished(UUID run) {
        return finished().filter(event -> event.run().id().equals(run)).toList();
    }

    List<RunEvent.Started> started(UUID run) {
        return events().filter(RunEvent.Started.class::isInstance)
                .map(RunEvent.Started.class::cast)
                .filter(event -> event.run().id().equals(run))
                .toList();
    }

    List<RunEvent.AttemptFailed> failedAttempts(UUID run) {
        return events().filter(RunEvent.AttemptFailed.class::isInstance)
                .map(RunEvent.AttemptFailed.class::cast)
                .filter(event -> event.run().id().equals(run))
                .toList();
    }

    /** The output of a run as far as it is known: what was sent to this topic, and what its ends in the events brought. */
    List<OutputChunk> chunks(TopicTail events, UUID run, OutputChunk.Stream stream) {
        Stream<OutputChunk> sent = records().stream().map(record -> Wire.read(record.value(), OutputChunk.class));
        Stream<OutputChunk> brought = events.finished(run).stream().flatMap(end -> end.restAsChunks().stream());
        return Stream.concat(sent, brought)
                .filter(chunk -> chunk.run().id().equals(run) && chunk.stream() == stream)
                .sorted(Comparator.comparing(OutputChunk::offset))
                .toList();
    }

    /** How many records this topic has with that key. */
    long keyed(UUID run) {
        return records().stream()
                .filter(record -> run.toString().equals(record.key()))
                .count();
    }

    private Stream<RunEvent> events() {
        return records().stream().map(record -> Wire.read(record.value(), RunEvent.class));
    }

    static TopicTail events(String servers) {
        return new TopicTail(servers, Topics.EVENTS);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
