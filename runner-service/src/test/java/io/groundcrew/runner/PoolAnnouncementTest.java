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
        await().atMost(SOON).until(() -> opens(POOL, first));

        Files.delete(directory.resolve("worker/location-local.key"));
        KeyPair second = worker.location("local");
        await().atMost(SOON).until(() -> opens(POOL, second));

        runner.delete("/api/v3/codecollections/private");
        await().atMost(SOON)
                .until(() -> last(POOL).filter(record -> record.value() == null).isPresent());
        assertThat(SignedRecords.isSignedBy("runner", worker, last(POOL).orElseThrow()))
                .isTrue();
    }

    @Test
    void announcesAPoolAsSoonAsItsLocationsKeyCanBeReadAndTheOthersBefore() throws IOException {
        KeyPair far = worker.location("far");
        Path keys = directory.resolve("public/location");
        Path away = Files.move(keys, directory.resolve("away"));
        // A link to itself, which nobody can follow, not even root.
        Files.createSymbolicLink(keys, keys);
        runner.putCollection("open", "{\"repoURL\": \"https://git.invalid/o.git\"}");
        // The newest comes first, so the other one is announced although this one is in its way.
        runner.putCollection(
                "closed", "{\"repoURL\": \"https://git.invalid/c.git\", \"credentials\": {\"token\": \"hunter2\"}}");

        runner.beat("w1", "far");

        await().atMost(SOON).until(() -> last("far.open").isPresent());
        assertThat(last("far.closed")).isEmpty();

        Files.delete(keys);
        Files.move(away, keys);

        await().atMost(SOON).until(() -> opens("far.closed", far));
    }

    private static boolean opens(String pool, KeyPair location) {
        return last(pool)
                .filter(record -> record.value() != null)
                .map(record -> Wire.read(record.value(), PoolAnnounced.class))
                .filter(announced -> login(location, announced).contains("hunter2"))
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

    private static Optional<ConsumerRecord<String, byte[]>> last(String pool) {
        return runner.records(Topics.POOLS).stream()
                .filter(record -> record.key().equals(pool))
                .reduce((before, after) -> after);
    }
}
