package io.groundcrew.chassis.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attack case 40: a wrong key fails closed, keys rotate. */
class StorageBoxTest {

    private static final byte[] VALUE = "hunter2-hunter2".getBytes(UTF_8);
    private static final String CONTEXT = "the secret \"x\" of workspace demo";

    @TempDir
    private Path directory;

    @Test
    void opensWhatItClosedAlsoAfterARestart() {
        byte[] stored = box().close(VALUE, CONTEXT);

        assertThat(new String(stored, UTF_8)).doesNotContain("hunter2");
        assertThat(box().open(stored, CONTEXT)).isEqualTo(VALUE);
        assertThat(box().close(VALUE, CONTEXT)).isNotEqualTo(stored);
    }

    @Test
    void opensAValueInItsOwnContextOnly() {
        byte[] stored = box().close(VALUE, CONTEXT);

        assertThatThrownBy(() -> box().open(stored, "the secret \"y\" of workspace demo"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("\"y\"");
    }

    @Test
    void encryptsUnderTheNewestKeyAndOpensOlderValues() throws IOException {
        byte[] old = box().close(VALUE, CONTEXT);
        addKey(2);
        StorageBox rotated = box();
        byte[] fresh = rotated.close(VALUE, CONTEXT);

        assertThat(rotated.isCurrent(old)).isFalse();
        assertThat(rotated.isCurrent(fresh)).isTrue();
        assertThat(rotated.open(old, CONTEXT)).isEqualTo(VALUE);
        Files.delete(directory.resolve("stored.secret"));
        assertThat(box().open(fresh, CONTEXT)).isEqualTo(VALUE);
    }

    @Test
    void findsAKeyThatWasAddedWhileItRuns() throws IOException {
        StorageBox running = box();
        addKey(2);
        byte[] fromTheOtherProcess = box().close(VALUE, CONTEXT);

        assertThat(running.open(fromTheOtherProcess, CONTEXT)).isEqualTo(VALUE);
    }

    @Test
    void failsClosedWithAnotherKeyAndNamesTheFile() throws IOException {
        byte[] stored = box().close(VALUE, CONTEXT);
        addKey(1);

        assertThatThrownBy(() -> box().open(stored, CONTEXT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("stored.secret")
                .hasMessageContaining(CONTEXT)
                .hasMessageContaining("Restore the file from your backup");
    }

    @Test
    void failsClosedWithoutItsKey() throws IOException {
        addKey(2);
        byte[] stored = box().close(VALUE, CONTEXT);
        addKey(3);
        Files.delete(directory.resolve("stored-2.secret"));

        assertThatThrownBy(() -> box().open(stored, CONTEXT))
                .hasMessageContaining("stored-2.secret")
                .hasMessageContaining("missing");
    }

    @Test
    void refusesAKeyFileThatHoldsNoKey() throws IOException {
        Files.writeString(directory.resolve("stored-2.secret"), "short");

        assertThatThrownBy(this::box).hasMessageContaining("stored-2.secret").hasMessageContaining("openssl rand");
    }

    private StorageBox box() {
        return new KeyRing(new KeyProperties(directory, directory.resolve("public"))).storage("stored");
    }

    private void addKey(int number) throws IOException {
        byte[] key = new byte[32];
        key[0] = (byte) number;
        Files.writeString(
                directory.resolve(StorageKeys.fileName("stored", number)),
                Base64.getEncoder().encodeToString(key) + "\n");
    }
}
