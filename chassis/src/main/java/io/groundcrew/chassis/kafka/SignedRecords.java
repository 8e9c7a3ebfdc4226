package io.groundcrew.chassis.kafka;

import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.chassis.keys.SigningKey;
import io.groundcrew.chassis.keys.UnreachableKeysException;
import io.groundcrew.contracts.wire.Headers;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Signs the exact bytes of a record's value, and checks such signatures. A tombstone has no value: its signature is made over its
 * topic and key, so that nobody else can say that something is gone.
 */
public final class SignedRecords {

    /** The key owner whose requests, pools and control records workers believe. */
    public static final String RUNNER = "runner";

    private SignedRecords() {}

    /** A record whose headers carry the signature and the key's id; a tombstone for a null value. */
    @SuppressWarnings("NullAway") // Kafka's records take null for a tombstone, which its types do not say.
    public static ProducerRecord<String, byte[]> sign(
            SigningKey signer, String topic, String key, byte @Nullable [] value) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, value);
        record.headers().add(Headers.SIGNATURE, signer.sign(signed(topic, key, value)));
        record.headers().add(Headers.KEY_ID, signer.id().getBytes(StandardCharsets.UTF_8));
        return record;
    }

    /**
     * Whether the given owner signed exactly this value, or exactly this tombstone.
     *
     * @throws UnreachableKeysException when that cannot be told now
     */
    public static boolean isSignedBy(String owner, KeyRing keys, ConsumerRecord<String, byte @Nullable []> record) {
        Header signature = record.headers().lastHeader(Headers.SIGNATURE);
        Header keyId = record.headers().lastHeader(Headers.KEY_ID);
        return signature != null
                && keyId != null
                && keys.verifies(
                        owner,
                        new String(keyId.value(), StandardCharsets.UTF_8),
                        signed(record.topic(), record.key(), record.value()),
                        signature.value());
    }

    private static byte[] signed(String topic, @Nullable String key, byte @Nullable [] value) {
        return value == null ? ("groundcrew tombstone\n" + topic + "\n" + key).getBytes(StandardCharsets.UTF_8) : value;
    }
}
