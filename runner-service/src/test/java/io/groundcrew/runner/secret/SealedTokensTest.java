package io.groundcrew.runner.secret;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.chassis.identity.RunTokens;
import io.groundcrew.chassis.keys.KeyProperties;
import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.chassis.keys.SealedBox;
import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.contracts.run.RunRef;
import io.groundcrew.contracts.run.TaskRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedTokensTest {

    private static final Instant NOW = Instant.parse("2026-11-27T20:00:00Z");
    private static final RunRef CHECK =
            new RunRef(new UUID(1, 2), new SlxRef("demo", "disk"), RobotKind.SLI, NOW, null);

    @TempDir
    private Path directory;

    private KeyRing worker;
    private SealedTokens tokens;

    @BeforeEach
    void make() {
        worker = ring("worker");
        tokens = new SealedTokens(ring("runner"));
    }

    @Test
    void givesTheChecksOfAnSlxOneToken() {
        worker.location("local");

        assertThat(tokens.ofCheck(CHECK, "local", NOW.plusSeconds(1))).isEqualTo(tokens.ofCheck(CHECK, "local", NOW));
    }

    @Test
    void sealsTheNextChecksTokenToTheKeyThatTookTheOldOnesPlace() throws IOException {
        worker.location("local");
        tokens.ofCheck(CHECK, "local", NOW);
        Files.delete(directory.resolve("worker/location-local.key"));
        KeyPair fresh = worker.location("local");

        String sealed = Objects.requireNonNull(tokens.ofCheck(CHECK, "local", NOW));

        byte[] token =
                SealedBox.open(fresh.getPrivate(), Base64.getDecoder().decode(sealed), TaskRequest.tokenContext(CHECK));
        assertThat(RunTokens.read(worker, new String(token, US_ASCII), NOW)).isPresent();
    }

    private KeyRing ring(String service) {
        return new KeyRing(new KeyProperties(directory.resolve(service), directory.resolve("public")));
    }
}
