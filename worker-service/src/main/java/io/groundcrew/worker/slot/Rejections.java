package io.groundcrew.worker.slot;

import io.groundcrew.contracts.wire.Headers;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.worker.kafka.PatientSender;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Puts aside what cannot be executed, with the reason. */
final class Rejections {

    private final PatientSender sender;

    Rejections(PatientSender sender) {
        this.sender = sender;
    }

    CompletableFuture<Void> put(ConsumerRecord<String, byte @Nullable []> record, String reason) {
        byte[] value = record.value();
        ProducerRecord<String, byte[]> rejected =
                new ProducerRecord<>(Topics.REJECTED, record.key(), value == null ? new byte[0] : value);
        rejected.headers().add(Headers.REJECTED_REASON, reason.getBytes(StandardCharsets.UTF_8));
        rejected.headers().add(Headers.REJECTED_TOPIC, record.topic().getBytes(StandardCharsets.UTF_8));
        return sender.send(rejected);
    }
}
