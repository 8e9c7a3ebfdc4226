package io.groundcrew.chassis.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.groundcrew.embedded.test.TestLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class KeyRingTest {

    private static final byte[] BYTES = "a record".getBytes(UTF_8);

    @TempDir
    private Path directory;

    @RegisterExtension
    final TestLog said = new TestLog(KeyRing.class.getPackageName(), Level.INFO);

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
    void takesNoLocationForOneWithoutAKeyWhileItCannotReadIt() throws IOException {
        var pair = worker.location("local");
        Path away = makeUnreadable(shared.resolve("location"));

        assertThatThrownBy(() -> gateway.locationKey("local"))
                .isInstanceOf(UnreachableKeysException.class)
                .hasMessageContaining("location-local");

        Files.delete(shared.resolve("location"));
        Files.move(away, shared.resolve("location"));
        assertThat(gateway.locationKey("local")).contains(pair.getPublic());
    }

    @Test
    void knowsALocationsKeyThatTookThePlaceOfAnother() throws IOException {
        var lost = worker.location("local");
        assertThat(gateway.locationKey("local")).contains(lost.getPublic());
        Files.delete(directory.resolve("worker/location-local.key"));

        var fresh = worker.location("local");

        assertThat(gateway.locationKey("local")).contains(fresh.getPublic());
    }

    @Test
    void warnsWithBothFilesWhenAWorkersKeyTakesThePlaceOfAnothers() {
        worker.location("local");
        worker.location("local");
        assertThat(said.lines()).noneMatch(line -> line.getLevel() == Level.WARN);

        KeyRing second = new KeyRing(new KeyProperties(directory.resolve("second"), shared));
        second.location("local");

        assertThat(said.lines())
                .filteredOn(line -> line.getLevel() == Level.WARN)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage, as(InstanceOfAssertFactories.STRING))
                .contains(
                        directory.resolve("second/location-local.key").toString(),
                        shared.resolve("location/location-local.pub").toString());
    }

    @Test
    void tellsOnceOfAKeyThatItMakes() {
        worker.storage("stored");
        worker.storage("stored");

        assertThat(said.lines())
                .extracting(ILoggingEvent::getFormattedMessage)
                .singleElement(as(InstanceOfAssertFactories.STRING))
                .contains(
                        "a new key was made",
                        directory.resolve("worker/stored.secret").toString());
    }

    @Test
    void takesNoSignatureForForgedWhileItCannotReadTheKey() throws IOException {
        SigningKey key = gateway.signing("gateway");
        Path away = makeUnreadable(shared.resolve("gateway"));

        assertThatThrownBy(() -> worker.verifies("gateway", key.id(), BYTES, key.sign(BYTES)))
                .isInstanceOf(UnreachableKeysException.class)
                .hasMessageContaining(key.id());

        Files.delete(shared.resolve("gateway"));
        Files.move(away, shared.resolve("gateway"));
        assertThat(worker.verifies("gateway", key.id(), BYTES, key.sign(BYTES))).isTrue();
    }

    @Test
    void believesAKeyThatItHasReadWhileItCannotReadItAgain() throws IOException {
        SigningKey key = gateway.signing("gateway");
        assertThat(worker.verifies("gateway", key.id(), BYTES, key.sign(BYTES))).isTrue();

        makeUnreadable(shared.resolve("gateway"));

        assertThat(worker.verifies("gateway", key.id(), BYTES, key.sign(BYTES))).isTrue();
    }

    /** Puts a link to itself in a directory's place, which nobody can follow, not even root. */
    private Path makeUnreadable(Path place) throws IOException {
        Path away = Files.move(place, directory.resolve("away"));
        Files.createSymbolicLink(place, place);
        return away;
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
