package io.groundcrew.worker.slot;

import io.groundcrew.chassis.kafka.SignedRecords;
import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.contracts.wire.UnreadableMessageException;
import io.groundcrew.contracts.wire.Wire;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Accepts as a request only what the runner signed for exactly this queue. */
final class RequestReader {

    private final KeyRing keys;
    private final String location;

    RequestReader(KeyRing keys, String location) {
        this.keys = keys;
        this.location = location;
    }

    /** What a record turned out to be. */
    sealed interface Reading {

        record Request(TaskRequest request) implements Reading {}

        /**
         * A record that must never be executed.
         *
         * @param kind one word for the count
         * @param reason a sentence for people
         */
        record Unacceptable(String kind, String reason) implements Reading {}
    }

    Reading read(ConsumerRecord<String, byte @Nullable []> record) {
        byte[] value = record.value();
        if (value == null) {
            return new Reading.Unacceptable("empty", "Expected a request, found a record without a value.");
        }
        if (!SignedRecords.isSignedBy(SignedRecords.RUNNER, keys, record)) {
            return new Reading.Unacceptable(
                    "unsigned", "Expected a request signed by the runner, found none or another signature.");
        }
        try {
            TaskRequest request = Wire.read(value, TaskRequest.class);
            return checked(request, record.topic());
        } catch (UnreadableMessageException e) {
            return new Reading.Unacceptable("unreadable", String.valueOf(e.getMessage()));
        }
    }

    /** A signed request copied to another queue is not meant for whoever reads that one. */
    private Reading checked(TaskRequest request, String topic) {
        @Nullable
        Object[] required = {
            request.run(),
            request.location(),
            request.pool(),
            request.lane(),
            request.bundle(),
            request.notAfter(),
            request.timeout(),
            request.access()
        };
        if (Stream.of(required).anyMatch(part -> part == null)
                || request.run().id() == null
                || request.run().slx() == null
                || request.run().kind() == null
                || request.bundle().commit() == null
                || request.bundle().path() == null) {
            return new Reading.Unacceptable("unreadable", "Expected a whole request, found one with parts missing.");
        }
        if (!request.location().equals(location)
                || !Topics.requests(request.location(), request.pool(), request.lane())
                        .equals(topic)) {
            return new Reading.Unacceptable(
                    "misplaced",
                    "Expected a request for " + topic + ", found one for location " + request.location() + ", pool "
                            + request.pool() + " and lane " + request.lane() + ".");
        }
        if (request.lane() == Lane.CALLS && !request.repeatable()) {
            return new Reading.Unacceptable(
                    "misplaced",
                    "Expected checks that may be repeated in the lane of calls, found one that may not: "
                            + request.run().id());
        }
        return new Reading.Request(request);
    }
}
