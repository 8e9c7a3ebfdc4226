package io.groundcrew.chassis.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.chassis.keys.KeyProperties;
import io.groundcrew.chassis.keys.KeyRing;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignedRecordsTest {

    private static final byte[] VALUE = "{}".getBytes(UTF_8);

    @TempDir
    private Path directory;

    private KeyRing keys;

    @BeforeEach
    void ring() {
        keys = new KeyRing(new KeyProperties(directory, directory.resolve("public")));
    }

    @Test
    void believesExactlyTheValueThatWasSigned() {
        Headers signature = signed(VALUE);

        assertThat(isBelieved("pools", "a", VALUE, signature)).isTrue();
        assertThat(isBelieved("pools", "a", "{ }".getBytes(UTF_8), signature)).isFalse();
        assertThat(isBelieved("pools", "a", null, signature)).isFalse();
    }

    @Test
    void believesATombstoneOfItsTopicAndKeyOnly() {
        Headers signature = signed(null);

        assertThat(isBelieved("pools", "a", null, signature)).isTrue();
        assertThat(isBelieved("pools", "b", null, signature)).isFalse();
        assertThat(isBelieved("resources", "a", null, signature)).isFalse();
        assertThat(isBelieved("pools", "a", VALUE, signature)).isFalse();
    }

    @Test
    void believesNothingWithoutASignature() {
        Headers none = new ProducerRecord<>("pools", "a", VALUE).headers();

        assertThat(isBelieved("pools", "a", VALUE, none)).isFalse();
        assertThat(isBelieved("pools", "a", null, none)).isFalse();
    }

    private Headers signed(byte @Nullable [] value) {
        return SignedRecords.sign(keys.signing("runner"), "pools", "a", value).headers();
    }

    private boolean isBelieved(String topic, String key, byte @Nullable [] value, Headers headers) {
        return SignedRecords.isSignedBy(
                "runner",
                keys,
                new ConsumerRecord<>(
                        topic, 0, 0, 0, TimestampType.CREATE_TIME, 0, 0, key, value, headers, Optional.empty()));
    }
}
