package io.groundcrew.runner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groundcrew.chassis.kafka.SignedRecords;
import io.groundcrew.chassis.keys.KeyProperties;
import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.chassis.keys.SealedBox;
import io.groundcrew.contracts.fleet.PoolAnnounced;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.contracts.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the runner tells workers of a private collection. Attack cases 12 and 31. */
class PoolAnnouncementTest {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String POOL = "local.private";

    @TempDir
    static Path directory;

    @AutoClose
    static RunningRunner runner;

    static KeyRing worker;

    @BeforeAll
    static void start() {
        runner = RunningRunner.alone(directory);
        worker = new KeyRing(new KeyProperties(directory.resolve("worker"), directory.resolve("public")));
    }

    @Test
    @SuppressWarnings("NullAway") // Kafka's records carry null for a tombstone, which its types do not say.
    void sealsTheLoginToTheLocationsKeyOfThatMomentAndSignsAlsoThatThePoolHasEnded() throws IOException {
        KeyPair first = worker.location("local");
        runner.putCollection(
                "private", "{\"repoURL\": \"https://git.invalid/p.git\", \"credentials\": {\"token\": \"hunter2\"}}");
        await().atMost(SOON).until(() -> opens(first));

        Files.delete(directory.resolve("worker/location-local.key"));
        KeyPair second = worker.location("local");
        await().atMost(SOON).until(() -> opens(second));

        runner.delete("/api/v3/codecollections/private");
        await().atMost(SOON)
                .until(() -> last().filter(record -> record.value() == null).isPresent());
        assertThat(SignedRecords.isSignedBy("runner", worker, last().orElseThrow()))
                .isTrue();
    }

    private static boolean opens(KeyPair location) {
        return last()
                .filter(record -> record.value() != null)
                .map(record -> Wire.read(record.value(), PoolAnnounced.class))
                .filter(pool -> login(location, pool).contains("hunter2"))
                .isPresent();
    }

    private static String login(KeyPair location, PoolAnnounced pool) {
        byte[] sealed = Objects.requireNonNull(pool.sealedCredentials());
        try {
            return new String(SealedBox.open(location.getPrivate(), sealed, pool.sealContext()), UTF_8);
        } catch (IllegalArgumentException sealedToAnother) {
            return "";
        }
    }

    private static Optional<ConsumerRecord<String, byte[]>> last() {
        return runner.records(Topics.POOLS).stream()
                .filter(record -> record.key().equals(POOL))
                .reduce((before, after) -> after);
    }
}
