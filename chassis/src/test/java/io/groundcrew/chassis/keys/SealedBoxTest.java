package io.groundcrew.chassis.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedBoxTest {

    private static final byte[] MESSAGE = "run this".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    private KeyRing runner;
    private KeyRing worker;

    @BeforeEach
    void makeRings() {
        runner = ring("runner");
        worker = ring("worker");
    }

    @Test
    void refusesAnotherOwnersKeyAChangedMessageAndAnUnknownKey() {
        SigningKey key = runner.signing("runner");
        SigningKey gateway = ring("gateway").signing("gateway");
        byte[] changed = "run that".getBytes(StandardCharsets.UTF_8);

        assertThat(worker.verifies("runner", gateway.id(), MESSAGE, gateway.sign(MESSAGE)))
                .isFalse();
        assertThat(worker.verifies("runner", key.id(), changed, key.sign(MESSAGE)))
                .isFalse();
        assertThat(worker.verifies("runner", "runner-0000000000000000", MESSAGE, key.sign(MESSAGE)))
                .isFalse();
        assertThat(worker.verifies("runner", "runner-../../etc/passwd", MESSAGE, key.sign(MESSAGE)))
                .isFalse();
        assertThat(worker.verifies("runner", key.id(), MESSAGE, new byte[3])).isFalse();
    }

    @Test
    void letsNobodyElseReadAPrivateKey() throws IOException {
        runner.signing("runner");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("runner/runner.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void opensWhatWasSealedToItsLocationForThatPurposeOnly() {
        KeyPair location = worker.location("local");
        byte[] sealed = SealedBox.seal(runner.locationKey("local").orElseThrow(), MESSAGE, "pool:local.checks");

        assertThat(SealedBox.open(location.getPrivate(), sealed, "pool:local.checks"))
                .isEqualTo(MESSAGE);
        assertThatThrownBy(() -> SealedBox.open(location.getPrivate(), sealed, "pool:local.other"))
                .isInstanceOf(IllegalArgumentException.class);
        sealed[sealed.length - 1] ^= 1;
        assertThatThrownBy(() -> SealedBox.open(location.getPrivate(), sealed, "pool:local.checks"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sealsTheSameValueDifferentlyEachTime() {
        KeyPair location = worker.location("local");
        byte[] once = SealedBox.seal(location.getPublic(), MESSAGE, "run:1");
        byte[] again = SealedBox.seal(location.getPublic(), MESSAGE, "run:1");

        // The public key of the agreement is kept for a while; what is derived from it is not.
        int fromTheSalt = 1 + once[0];
        assertThat(Arrays.copyOfRange(once, fromTheSalt, once.length))
                .isNotEqualTo(Arrays.copyOfRange(again, fromTheSalt, again.length));
        assertThat(SealedBox.open(location.getPrivate(), once, "run:1")).isEqualTo(MESSAGE);
        assertThat(SealedBox.open(location.getPrivate(), again, "run:1")).isEqualTo(MESSAGE);
        System.arraycopy(again, fromTheSalt, once, fromTheSalt, 32);
        assertThatThrownBy(() -> SealedBox.open(location.getPrivate(), once, "run:1"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 13, 40, 76})
    void refusesWhatIsCutOffOrNoKey(int length) {
        KeyPair location = worker.location("local");
        byte[] sealed = SealedBox.seal(location.getPublic(), MESSAGE, "run:1");
        byte[] changed = sealed.clone();
        changed[5] ^= 1;

        assertThatThrownBy(() -> SealedBox.open(location.getPrivate(), Arrays.copyOf(sealed, length), "run:1"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SealedBox.open(location.getPrivate(), changed, "run:1"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private KeyRing ring(String service) {
        return new KeyRing(new KeyProperties(directory.resolve(service), directory.resolve("public")));
    }
}
