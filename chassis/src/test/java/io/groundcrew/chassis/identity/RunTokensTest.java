package io.groundcrew.chassis.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.chassis.identity.RunTokens.Grant;
import io.groundcrew.chassis.keys.KeyProperties;
import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.chassis.keys.SigningKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTokensTest {

    private static final Instant END = Instant.parse("2026-11-23T20:00:00Z");
    private static final Grant GRANT = new Grant("run:1", "demo", Role.READANDRUN, END);

    @TempDir
    private Path directory;

    @Test
    void allowsTheGatewayWhatTheRunnerGranted() {
        String token = RunTokens.issue(ring("runner").signing("runner"), GRANT);

        assertThat(RunTokens.read(ring("gateway"), token, END.minusSeconds(1))).contains(GRANT);
        assertThat(token).startsWith(RunTokens.PREFIX).hasSizeLessThan(400);
    }

    @Test
    void isWorthNothingAfterItsTimeOrWhenAnotherSignedIt() {
        String good = RunTokens.issue(ring("runner").signing("runner"), GRANT);
        String forged = RunTokens.issue(ring("worker").signing("worker"), GRANT);

        assertThat(RunTokens.read(ring("gateway"), good, END)).isEmpty();
        assertThat(RunTokens.read(ring("gateway"), forged, END.minusSeconds(1))).isEmpty();
        for (String broken : new String[] {"", "gcr_", "gcr_a.b.c", "gcr_a.b.c.d", good.substring(4)}) {
            assertThat(RunTokens.read(ring("gateway"), broken, END.minusSeconds(1)))
                    .isEmpty();
        }
    }

    /** The runner's key signs requests too: such a signature must not make a token. */
    @Test
    void isNotMadeOfASignatureOverTheSameBytesForAnotherPurpose() {
        SigningKey key = ring("runner").signing("runner");
        byte[] claims =
                "{\"subject\":\"x\",\"workspace\":\"demo\",\"role\":\"admin\",\"expires\":\"2030-01-01T00:00:00Z\"}"
                        .getBytes(StandardCharsets.UTF_8);
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String token = RunTokens.PREFIX + encoder.encodeToString(claims) + "." + key.id() + "."
                + encoder.encodeToString(key.sign(claims));

        assertThat(RunTokens.read(ring("gateway"), token, END.minusSeconds(1))).isEmpty();
    }

    @Test
    void capsARole() {
        assertThat(Role.ADMIN.atMost(Role.READANDRUN)).isEqualTo(Role.READANDRUN);
        assertThat(Role.READONLY.atMost(Role.READANDRUN)).isEqualTo(Role.READONLY);
    }

    private KeyRing ring(String service) {
        return new KeyRing(new KeyProperties(directory.resolve(service), directory.resolve("public")));
    }
}
