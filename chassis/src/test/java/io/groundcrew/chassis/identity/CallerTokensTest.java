package io.groundcrew.chassis.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.chassis.keys.KeyProperties;
import io.groundcrew.chassis.keys.KeyRing;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallerTokensTest {

    private static final Clock NOW = Clock.fixed(Instant.parse("2026-11-23T20:00:00Z"), ZoneOffset.UTC);
    private static final Caller JANE = new Caller("jane", Map.of("demo", Role.READANDRUN), "");

    @TempDir
    private Path directory;

    @Test
    void namesTheCallerToAService() {
        KeyRing keys = ring("gateway");
        String token = CallerTokens.issue(keys.signing("gateway"), JANE, NOW);

        assertThat(CallerTokens.read(ring("runner"), token, NOW)).contains(JANE);
    }

    @Test
    void isWorthNothingAfterItsTimeOrWhenAnotherServiceSignedIt() {
        String old = CallerTokens.issue(ring("gateway").signing("gateway"), JANE, NOW);
        String forged = CallerTokens.issue(ring("worker").signing("worker"), JANE, NOW);

        assertThat(CallerTokens.read(ring("runner"), old, Clock.offset(NOW, Duration.ofMinutes(2))))
                .isEmpty();
        assertThat(CallerTokens.read(ring("runner"), forged, NOW)).isEmpty();
        assertThat(CallerTokens.read(ring("runner"), "a.b.c", NOW)).isEmpty();
        assertThat(CallerTokens.read(ring("runner"), "", NOW)).isEmpty();
    }

    @Test
    void givesARoleInItsWorkspaceOnly() {
        assertThat(JANE.may(Role.READANDRUN, "demo")).isTrue();
        assertThat(JANE.may(Role.READWRITE, "demo")).isFalse();
        assertThat(JANE.may(Role.READONLY, "other")).isFalse();
        assertThat(JANE.may(Role.READONLY, null)).isTrue();
        assertThat(JANE.may(Role.ADMIN, null)).isFalse();
    }

    @Test
    void everyOperationOfTheDocumentNamesAServiceThatExists() {
        assertThat(ApiDocument.load().operations())
                .isNotEmpty()
                .allSatisfy(operation -> assertThat(operation.service()).isIn("runner", "insight", "gateway"));
    }

    private KeyRing ring(String service) {
        return new KeyRing(new KeyProperties(directory.resolve(service), directory.resolve("public")));
    }
}
