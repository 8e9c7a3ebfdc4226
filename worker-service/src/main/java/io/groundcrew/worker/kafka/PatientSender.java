package io.groundcrew.worker.kafka;

import io.groundcrew.chassis.kafka.KafkaConnection;
import io.groundcrew.chassis.kafka.KafkaSettings;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends records until Kafka has stored them, however long it is away. */
public final class PatientSender implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PatientSender.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Producer<String, byte[]> producer;
    private final AtomicBoolean away = new AtomicBoolean();
    private volatile boolean closed;

    /** @param gatherMillis how long the first of several records waits for the others */
    PatientSender(KafkaConnection kafka, String client, int gatherMillis) {
        this.producer = new KafkaProducer<>(KafkaSettings.producer(kafka, client, gatherMillis));
    }

    /**
     * Hands a record over. Blocks for some seconds at most, while Kafka is away or much is on its way.
     *
     * @return ends when Kafka has acknowledged the record; fails only for a record that Kafka can never take, or when this
     *     sender was closed first
     */
    public CompletableFuture<Void> send(ProducerRecord<String, byte[]> record) {
        CompletableFuture<Void> stored = new CompletableFuture<>();
        attempt(record, stored);
        return stored;
    }

    /** As {@link #send}, and does not wait for others to gather: those that have gathered go with it. */
    public CompletableFuture<Void> sendNow(ProducerRecord<String, byte[]> record) {
        CompletableFuture<Void> stored = send(record);
        try {
            producer.flush();
        } catch (InterruptException e) {
            // The thread is interrupted again by then, and who waits for the record hears of it.
            log.debug("Interrupted while a record of {} was sent", record.topic());
        }
        return stored;
    }

    private void attempt(ProducerRecord<String, byte[]> record, CompletableFuture<Void> stored) {
        try {
            producer.send(record, (_, failure) -> {
                if (failure == null) {
                    if (away.compareAndSet(true, false)) {
                        log.info("Kafka takes records again");
                    }
                    stored.complete(null);
                } else {
                    failed(record, stored, failure);
                }
            });
        } catch (KafkaException | IllegalStateException e) {
            failed(record, stored, e);
        }
    }

    private void failed(ProducerRecord<String, byte[]> record, CompletableFuture<Void> stored, Exception failure) {
        if (closed || failure instanceof RecordTooLargeException || failure instanceof SerializationException) {
            stored.completeExceptionally(failure);
            return;
        }
        if (away.compareAndSet(false, true)) {
            log.warn(
                    "Kafka does not take records for {} and they will be sent again: {}",
                    record.topic(),
                    failure.toString());
        }
        // Kafka's callback must not send again itself: it runs on the thread that would have to make room first.
        Executor later = CompletableFuture.delayedExecutor(
                PAUSE.toMillis(),
                TimeUnit.MILLISECONDS,
                task -> Thread.ofVirtual().name("send-again").start(task));
        later.execute(() -> attempt(record, stored));
    }

    /** Gives what is on its way two seconds. */
    @Override
    public void close() {
        closed = true;
        producer.close(Duration.ofSeconds(2));
    }
}
