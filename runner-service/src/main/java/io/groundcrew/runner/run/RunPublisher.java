package io.groundcrew.runner.run;

import io.groundcrew.chassis.kafka.SignedRecords;
import io.groundcrew.chassis.keys.SigningKey;
import io.groundcrew.contracts.control.Control;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.contracts.wire.Wire;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Publishes what the runner decides. The futures complete when Kafka has acknowledged the record, or exceptionally when it
 * did not within the producer's time limit. A topic for which the producer has waited in vain is left alone for a second.
 */
public class RunPublisher {

    /** A header of what no runner needs to read, since runners have it from their database. */
    static final String FOR_OTHERS = "for-others";

    private static final byte[] NOTHING = {};

    private final Producer<String, byte[]> producer;
    private final SigningKey signer;
    private final SilentTopics silent;

    RunPublisher(Producer<String, byte[]> producer, SigningKey signer) {
        this(producer, signer, System::nanoTime);
    }

    /** @param nanos as {@link System#nanoTime} */
    RunPublisher(Producer<String, byte[]> producer, SigningKey signer, LongSupplier nanos) {
        this.producer = producer;
        this.signer = signer;
        this.silent = new SilentTopics(nanos);
    }

    /** Puts a signed request into the queue of its pool and lane. */
    public CompletableFuture<Void> request(TaskRequest request) {
        return send(signed(request));
    }

    /**
     * The news that a run was accepted and its request, made so that nothing is left but to send them. What is sent right after
     * each other mostly shares one way to Kafka: the broker serves what comes by one connection one by one.
     */
    record Start(ProducerRecord<String, byte[]> news, ProducerRecord<String, byte[]> request) {}

    Start start(RunEvent.RunAccepted news, TaskRequest request) {
        return new Start(plain(news), signed(request));
    }

    /**
     * Tells that a run was accepted and puts its request into the queue.
     *
     * @return of the request
     */
    CompletableFuture<Void> send(Start start) {
        send(start.news());
        return send(start.request());
    }

    /** Tells what happened to a run; events of one SLX stay in order. */
    public CompletableFuture<Void> event(RunEvent event) {
        return send(plain(event));
    }

    /** Tells all workers something, signed. */
    public CompletableFuture<Void> control(Control control) {
        return send(SignedRecords.sign(signer, Topics.CONTROL, control.key(), Wire.write(control)));
    }

    private ProducerRecord<String, byte[]> signed(TaskRequest request) {
        String topic = Topics.requests(request.location(), request.pool(), request.lane());
        return SignedRecords.sign(signer, topic, request.run().id().toString(), Wire.write(request));
    }

    private static ProducerRecord<String, byte[]> plain(RunEvent event) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(Topics.EVENTS, event.run().slx().fullName(), Wire.write(event));
        if (event instanceof RunEvent.RunAccepted) {
            record.headers().add(FOR_OTHERS, NOTHING);
        }
        return record;
    }

    private CompletableFuture<Void> send(ProducerRecord<String, byte[]> record) {
        if (silent.has(record.topic())) {
            return CompletableFuture.failedFuture(
                    new TimeoutException("Kafka took nothing for " + record.topic() + " a moment ago"));
        }
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        silent.watch(record.topic(), () -> {
            send(record, acknowledged);
            return acknowledged.isCompletedExceptionally();
        });
        return acknowledged;
    }

    private void send(ProducerRecord<String, byte[]> record, CompletableFuture<Void> acknowledged) {
        try {
            producer.send(record, (metadata, failure) -> {
                if (failure == null) {
                    acknowledged.complete(null);
                } else {
                    acknowledged.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException failure) {
            acknowledged.completeExceptionally(failure);
        }
    }
}
