package io.groundcrew.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.chassis.identity.Caller;
import io.groundcrew.chassis.identity.CallerTokens;
import io.groundcrew.chassis.identity.Role;
import io.groundcrew.chassis.keys.KeyProperties;
import io.groundcrew.chassis.keys.KeyRing;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedTokensTest {

    private static final Caller JANE = new Caller("jane", Map.of("demo", Role.READANDRUN), "1");

    @TempDir
    private Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T20:00:00Z"));
    private final InstantSource time = now::get;
    private final Clock clock = time.withZone(ZoneOffset.UTC);
    private KeyRing keys;
    private SharedTokens tokens;

    @BeforeEach
    void make() {
        keys = new KeyRing(new KeyProperties(directory.resolve("gateway"), directory.resolve("public")));
        tokens = new SharedTokens(keys.signing(CallerTokens.ISSUER), clock);
    }

    @Test
    void givesACallersRequestsOfTenSecondsOneToken() {
        String first = tokens.of(JANE);
        now.updateAndGet(before -> before.plusSeconds(9));

        assertThat(tokens.of(JANE.on("2"))).isEqualTo(first);
        now.updateAndGet(before -> before.plusSeconds(2));
        String later = tokens.of(JANE);
        assertThat(later).isNotEqualTo(first);
        assertThat(CallerTokens.read(keys, later, clock)).contains(JANE.on(""));
    }

    @Test
    void givesOtherRolesAnotherToken() {
        tokens.of(JANE);
        Caller promoted = new Caller("jane", Map.of("demo", Role.ADMIN), "2");

        assertThat(CallerTokens.read(keys, tokens.of(promoted), clock)).contains(promoted.on(""));
    }
}
