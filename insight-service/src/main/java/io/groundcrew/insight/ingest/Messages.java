package io.groundcrew.insight.ingest;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.resource.ResourceAnnounced;
import io.groundcrew.contracts.run.RunRef;
import io.groundcrew.contracts.wire.Wire;
import io.groundcrew.insight.resource.SlxChange;
import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads messages from records, and refuses what they cannot do without. */
final class Messages {

    private Messages() {}

    static <T> T read(ConsumerRecord<String, byte[]> record, Class<T> type) {
        byte[] value = record.value();
        if (value == null) {
            throw new IllegalArgumentException(
                    "Expected a " + type.getSimpleName() + ", found a record without a value");
        }
        return Wire.read(value, type);
    }

    /** JSON may leave out what our types promise. */
    static void check(@Nullable RunRef run) {
        Objects.requireNonNull(run, "Expected a message about a run, found one without \"run\"");
        Objects.requireNonNull(run.id(), "Expected a run with an id, found one without");
        Objects.requireNonNull(run.slx(), "Expected a run with an SLX, found one without");
        Objects.requireNonNull(run.kind(), "Expected a run with a kind, found one without");
        Objects.requireNonNull(run.requestedAt(), "Expected a run with its request time, found one without");
    }

    /** What a record of the resources topic says of an SLX; null when it is about something else. */
    static @Nullable SlxChange slxChange(ConsumerRecord<String, byte[]> record) {
        String[] key = record.key().split("/", 3);
        if (key.length != 3) {
            throw new IllegalArgumentException(
                    "Expected a key of the form <workspace>/<kind>/<name>, found \"" + record.key() + "\"");
        }
        if (!key[1].equals(ResourceAnnounced.Kind.SLX.name())) {
            return null;
        }
        Instant at = Instant.ofEpochMilli(record.timestamp());
        return new SlxChange(new SlxRef(key[0], key[2]), record.value() == null, at, record.offset());
    }
}
