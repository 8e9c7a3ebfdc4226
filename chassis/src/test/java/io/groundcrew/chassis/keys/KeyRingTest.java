package io.groundcrew.chassis.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingTest {

    private static final byte[] BYTES = "a record".getBytes(UTF_8);

    @TempDir
    private Path directory;

    private Path shared;
    private KeyRing gateway;
    private KeyRing worker;

    @BeforeEach
    void rings() {
        shared = directory.resolve("public");
        gateway = new KeyRing(new KeyProperties(directory.resolve("gateway"), shared));
        worker = new KeyRing(new KeyProperties(directory.resolve("worker"), shared));
    }

    @Test
    void verifiesWhatTheOwnerSigned() {
        SigningKey key = gateway.signing("gateway");

        assertThat(worker.verifies("gateway", key.id(), BYTES, key.sign(BYTES))).isTrue();
        assertThat(worker.verifies("runner", key.id(), BYTES, key.sign(BYTES))).isFalse();
        assertThat(worker.verifies("gateway", key.id(), "another".getBytes(UTF_8), key.sign(BYTES)))
                .isFalse();
    }

    @Test
    void keepsItsKeyOverARestart() {
        SigningKey before = gateway.signing("gateway");
        KeyRing again = new KeyRing(new KeyProperties(directory.resolve("gateway"), shared));

        assertThat(again.signing("gateway").id()).isEqualTo(before.id());
    }

    @Test
    void publishesALocationsKeyForOthers() {
        var pair = worker.location("local");

        assertThat(gateway.locationKey("local")).contains(pair.getPublic());
        assertThat(gateway.locationKey("elsewhere")).isEmpty();
    }

    @Test
    void knowsTheOldKeyBesideTheNewOneUntilItIsWithdrawn() throws IOException {
        SigningKey old = gateway.signing("gateway");
        assertThat(worker.verifies("gateway", old.id(), BYTES, old.sign(BYTES))).isTrue();

        Files.delete(directory.resolve("gateway/gateway.key"));
        SigningKey fresh = gateway.signing("gateway");

        assertThat(fresh.id()).isNotEqualTo(old.id());
        assertThat(worker.verifies("gateway", fresh.id(), BYTES, fresh.sign(BYTES)))
                .isTrue();
        assertThat(worker.verifies("gateway", old.id(), BYTES, old.sign(BYTES))).isTrue();

        Files.delete(shared.resolve("gateway").resolve(old.id() + ".pub"));

        assertThat(worker.verifies("gateway", old.id(), BYTES, old.sign(BYTES))).isFalse();
        assertThat(worker.verifies("gateway", fresh.id(), BYTES, fresh.sign(BYTES)))
                .isTrue();
    }

    /** An installation lets each service write to its own directory only, so a key elsewhere is not the owner's. */
    @Test
    void doesNotKnowAKeyThatLiesInAnotherOwnersDirectory() throws IOException {
        KeyRing thief = new KeyRing(new KeyProperties(directory.resolve("thief"), directory.resolve("elsewhere")));
        SigningKey forged = thief.signing("gateway");
        Path planted = Files.createDirectories(shared.resolve("location")).resolve(forged.id() + ".pub");
        Files.copy(directory.resolve("elsewhere/gateway").resolve(forged.id() + ".pub"), planted);

        assertThat(worker.verifies("gateway", forged.id(), BYTES, forged.sign(BYTES)))
                .isFalse();
    }
}
