package io.groundcrew.chassis.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.chassis.keys.KeyProperties;
import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.chassis.keys.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownCallersTest {

    private static final Caller JANE = new Caller("jane", Map.of("demo", Role.READANDRUN), "");

    @TempDir
    private Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T20:00:00Z"));
    private final InstantSource time = now::get;
    private final Clock clock = time.withZone(ZoneOffset.UTC);

    @Test
    void forgetsAfterTenSecondsATokenWhoseKeyWasWithdrawn() throws IOException {
        SigningKey key = ring("gateway").signing(CallerTokens.ISSUER);
        KnownCallers callers = new KnownCallers(ring("runner"), clock);
        String token = CallerTokens.issue(key, JANE, clock);
        assertThat(callers.of(token)).contains(JANE);
        Files.delete(directory.resolve("public/gateway/" + key.id() + ".pub"));

        now.updateAndGet(before -> before.plusSeconds(9));
        assertThat(callers.of(token)).contains(JANE);
        now.updateAndGet(before -> before.plusSeconds(2));
        assertThat(callers.of(token)).isEmpty();
    }

    @Test
    void forgetsATokenSoonAfterItExpired() {
        SigningKey key = ring("gateway").signing(CallerTokens.ISSUER);
        KnownCallers callers = new KnownCallers(ring("runner"), clock);
        String token = CallerTokens.issue(key, JANE, clock);
        now.updateAndGet(before -> before.plusSeconds(89));
        assertThat(callers.of(token)).contains(JANE);

        now.updateAndGet(before -> before.plus(CallerCache.KEPT));
        assertThat(callers.of(token)).isEmpty();
    }

    @Test
    void knowsNobodyByATokenThatAnotherServiceSigned() {
        KnownCallers callers = new KnownCallers(ring("runner"), clock);
        String forged = CallerTokens.issue(ring("worker").signing("worker"), JANE, clock);

        assertThat(callers.of(forged)).isEmpty();
        assertThat(callers.of(forged)).isEmpty();
    }

    private KeyRing ring(String service) {
        return new KeyRing(new KeyProperties(directory.resolve(service), directory.resolve("public")));
    }
}
