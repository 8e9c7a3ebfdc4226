package io.groundcrew.worker.pool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.groundcrew.chassis.keys.KeyProperties;
import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.chassis.keys.SealedBox;
import io.groundcrew.codecollection.mirror.Credentials;
import io.groundcrew.contracts.fleet.PoolAnnounced;
import java.nio.file.Path;
import java.security.KeyPair;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attack cases 12 and 31: a login goes where its collection is, and nowhere else. */
class PoolCredentialsTest {

    private static final String URL = "https://git.example/ops/checks.git";

    @TempDir
    private Path directory;

    private KeyPair location;
    private PoolCredentials credentials;

    @BeforeEach
    void make() {
        location = new KeyRing(new KeyProperties(directory, directory.resolve("public"))).location("lab");
        credentials = new PoolCredentials(location.getPrivate());
    }

    @Test
    void opensWhatTheRunnerSealedForTheCollection() {
        assertThat(credentials.open(pool("checks", URL, sealed()))).isEqualTo(new Credentials.Basic("git", "hunter2"));
        assertThat(credentials.open(pool("checks", URL, null))).isEqualTo(new Credentials.None());
    }

    @Test
    void opensNothingForAnotherServerOrAnotherPool() {
        for (PoolAnnounced other : new PoolAnnounced[] {
            pool("checks", "https://evil.example/ops/checks.git", sealed()), pool("other", URL, sealed())
        }) {
            assertThatThrownBy(() -> credentials.open(other))
                    .isInstanceOf(PreparationException.class)
                    .hasMessageContaining("location lab")
                    .hasMessageContaining("announce them again");
        }
    }

    private byte[] sealed() {
        return SealedBox.seal(
                location.getPublic(),
                "{\"user\": \"git\", \"token\": \"hunter2\"}".getBytes(UTF_8),
                pool("checks", URL, null).sealContext());
    }

    private static PoolAnnounced pool(String name, String url, byte @Nullable [] sealed) {
        return new PoolAnnounced("lab", name, url, "main", null, "", sealed);
    }
}
