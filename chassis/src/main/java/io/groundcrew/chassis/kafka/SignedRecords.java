package io.groundcrew.chassis.kafka;

import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.chassis.keys.SigningKey;
import io.groundcrew.contracts.wire.Headers;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/** Signs the exact bytes of a record's value, and checks such signatures. */
public final class SignedRecords {

    private SignedRecords() {}

    /** A record whose headers carry the signature and the key's id. */
    public static ProducerRecord<String, byte[]> sign(SigningKey signer, String topic, String key, byte[] value) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, value);
        record.headers().add(Headers.SIGNATURE, signer.sign(value));
        record.headers().add(Headers.KEY_ID, signer.id().getBytes(StandardCharsets.UTF_8));
        return record;
    }

    /** Whether the given owner signed exactly this value. */
    public static boolean isSignedBy(
            String owner, KeyRing keys, org.apache.kafka.common.header.Headers headers, byte[] value) {
        Header signature = headers.lastHeader(Headers.SIGNATURE);
        Header keyId = headers.lastHeader(Headers.KEY_ID);
        return signature != null
                && keyId != null
                && keys.verifies(owner, new String(keyId.value(), StandardCharsets.UTF_8), value, signature.value());
    }
}
