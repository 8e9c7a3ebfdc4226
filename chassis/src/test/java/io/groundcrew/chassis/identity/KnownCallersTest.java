package io.groundcrew.chassis.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.chassis.keys.KeyProperties;
import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.chassis.keys.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
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
    private final AtomicLong passed = new AtomicLong();

    @Test
    void forgetsAfterTenSecondsATokenWhoseKeyWasWithdrawn() throws IOException {
        SigningKey key = ring("gateway").signing(CallerTokens.ISSUER);
        KnownCallers callers = callers();
        String token = CallerTokens.issue(key, JANE, clock);
        assertThat(callers.of(token)).contains(JANE);
        Files.delete(directory.resolve("public/gateway/" + key.id() + ".pub"));

        pass(Duration.ofSeconds(9));
        assertThat(callers.of(token)).contains(JANE);
        pass(Duration.ofSeconds(2));
        assertThat(callers.of(token)).isEmpty();
    }

    @Test
    void forgetsATokenWhoseKeyWasWithdrawnAlsoWhenTheClockWasSetBack() throws IOException {
        SigningKey key = ring("gateway").signing(CallerTokens.ISSUER);
        KnownCallers callers = callers();
        String token = CallerTokens.issue(key, JANE, clock);
        assertThat(callers.of(token)).contains(JANE);
        Files.delete(directory.resolve("public/gateway/" + key.id() + ".pub"));

        now.updateAndGet(before -> before.minus(Duration.ofHours(1)));
        pass(Duration.ofSeconds(11));

        assertThat(callers.of(token)).isEmpty();
    }

    @Test
    void forgetsATokenSoonAfterItExpired() {
        SigningKey key = ring("gateway").signing(CallerTokens.ISSUER);
        KnownCallers callers = callers();
        String token = CallerTokens.issue(key, JANE, clock);
        pass(Duration.ofSeconds(89));
        assertThat(callers.of(token)).contains(JANE);

        pass(CallerCache.KEPT);
        assertThat(callers.of(token)).isEmpty();
    }

    @Test
    void knowsNobodyByATokenThatAnotherServiceSigned() {
        KnownCallers callers = callers();
        String forged = CallerTokens.issue(ring("worker").signing("worker"), JANE, clock);

        assertThat(callers.of(forged)).isEmpty();
        assertThat(callers.of(forged)).isEmpty();
    }

    private KnownCallers callers() {
        return new KnownCallers(ring("runner"), clock, passed::get);
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
        passed.addAndGet(time.toNanos());
    }

    private KeyRing ring(String service) {
        return new KeyRing(new KeyProperties(directory.resolve(service), directory.resolve("public")));
    }
}
