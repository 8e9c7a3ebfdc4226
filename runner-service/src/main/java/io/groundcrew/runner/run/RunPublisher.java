package io.groundcrew.runner.run;

import io.groundcrew.chassis.kafka.SignedRecords;
import io.groundcrew.chassis.keys.SigningKey;
import io.groundcrew.contracts.control.Control;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.contracts.wire.Wire;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Publishes what the runner decides. The futures complete when Kafka has acknowledged the record, or exceptionally when it
 * did not within the producer's time limit.
 */
public class RunPublisher {

    private final Producer<String, byte[]> producer;
    private final SigningKey signer;

    RunPublisher(Producer<String, byte[]> producer, SigningKey signer) {
        this.producer = producer;
        this.signer = signer;
    }

    /** Puts a signed request into the queue of its pool and lane. */
    public CompletableFuture<Void> request(TaskRequest request) {
        return send(signed(request));
    }

    /**
     * Tells that a run was accepted and puts its request into the queue. The two are sent right after each other, so that they
     * mostly share one way to Kafka: the broker serves what comes by one connection one by one.
     *
     * @return of the request
     */
    CompletableFuture<Void> acceptedRequest(RunEvent.RunAccepted news, TaskRequest request) {
        ProducerRecord<String, byte[]> first = plain(news);
        ProducerRecord<String, byte[]> second = signed(request);
        send(first);
        return send(second);
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
        return new ProducerRecord<>(Topics.EVENTS, event.run().slx().fullName(), Wire.write(event));
    }

    private CompletableFuture<Void> send(ProducerRecord<String, byte[]> record) {
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
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
        return acknowledged;
    }
}
