package io.groundcrew.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.chassis.identity.Caller;
import io.groundcrew.chassis.identity.CallerTokens;
import io.groundcrew.chassis.identity.Role;
import io.groundcrew.chassis.identity.RunTokens;
import io.groundcrew.chassis.keys.KeyProperties;
import io.groundcrew.chassis.keys.KeyRing;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The token that a running task calls the API with. */
class RunTokenTest {

    private static final String SLXS = "/api/v3/workspaces/default/slxs";

    @TempDir
    static Path directory;

    @AutoClose
    private static RunningGateway gateway;

    private static KeyRing runner;

    @BeforeAll
    static void start() throws IOException {
        gateway = new RunningGateway(directory);
        runner = new KeyRing(new KeyProperties(directory.resolve("keys/runner"), directory.resolve("keys/public")));
    }

    @Test
    void allowsItsRoleInItsWorkspaceAndNothingElse() {
        String token = token(Role.READANDRUN, in(Duration.ofMinutes(5)));

        assertThat(get(SLXS, token).statusCode()).isEqualTo(200);
        Caller caller = CallerTokens.read(
                        new KeyRing(new KeyProperties(directory.resolve("keys/any"), directory.resolve("keys/public"))),
                        gateway.runner.last().headers().getFirst(CallerTokens.HEADER),
                        gateway.clock)
                .orElseThrow();
        assertThat(caller.subject()).isEqualTo("run:1");
        assertThat(caller.roles()).isEqualTo(Map.of("default", Role.READANDRUN));
        assertThat(post("/api/v3/workspaces/default/runsessions", token)).isEqualTo(200);
        assertThat(post("/api/v3/workspaces/default/secrets", token)).isEqualTo(403);
        assertThat(get("/api/v3/workspaces/other/slxs", token).statusCode()).isEqualTo(403);
        assertThat(get("/api/v3/users/whoami", token).body()).contains("run:1", "readandrun");
    }

    @Test
    void readsOnlyForAScheduledCheck() {
        String token = token(Role.READONLY, in(Duration.ofMinutes(5)));

        assertThat(get(SLXS, token).statusCode()).isEqualTo(200);
        assertThat(post("/api/v3/workspaces/default/runsessions", token)).isEqualTo(403);
    }

    /** All tasks of a machine call from one address: one with an old token must not shut the others out. */
    @Test
    void isLookedAtHoweverManyOldOnesCameFromItsAddress() {
        String ended = token(Role.READONLY, in(Duration.ofMinutes(-1)));
        for (int call = 0; call < 50; call++) {
            assertThat(get(SLXS, ended).statusCode()).isEqualTo(401);
        }
        assertThat(get(SLXS, token(Role.READONLY, in(Duration.ofMinutes(5)))).statusCode())
                .isEqualTo(200);
    }

    @Test
    void endsAtItsDeadline() {
        String token = token(Role.READANDRUN, in(Duration.ofMinutes(1)));
        assertThat(get(SLXS, token).statusCode()).isEqualTo(200);

        gateway.clock.advance(Duration.ofMinutes(1));

        assertThat(get(SLXS, token).statusCode()).isEqualTo(401);
    }

    @Test
    void isRefusedWhenItWasChangedOrAnotherServiceSignedIt() {
        String token = token(Role.READONLY, in(Duration.ofMinutes(5)));
        KeyRing worker =
                new KeyRing(new KeyProperties(directory.resolve("keys/worker"), directory.resolve("keys/public")));
        String forged = RunTokens.issue(
                worker.signing("worker"),
                new RunTokens.Grant("run:1", "default", Role.ADMIN, in(Duration.ofMinutes(5))));

        assertThat(get(SLXS, token.substring(0, token.length() - 8) + "AAAAAAAA")
                        .statusCode())
                .isEqualTo(401);
        assertThat(get(SLXS, forged).statusCode()).isEqualTo(401);
    }

    @Test
    void isNotRefusedForGoodWhileTheRunnersKeyCannotBeRead() throws IOException {
        KeyRing other = new KeyRing(new KeyProperties(directory.resolve("other"), directory.resolve("keys/public")));
        String token = RunTokens.issue(
                other.signing("runner"),
                new RunTokens.Grant("run:2", "default", Role.READONLY, in(Duration.ofMinutes(5))));
        Path keys = directory.resolve("keys/public/runner");
        Path away = Files.move(keys, directory.resolve("away"));
        // A link to itself, which nobody can follow.
        Files.createSymbolicLink(keys, keys);
        try {
            assertThat(get(SLXS, token).statusCode()).isEqualTo(503);
        } finally {
            Files.delete(keys);
            Files.move(away, keys);
        }
        assertThat(get(SLXS, token).statusCode()).isEqualTo(200);
    }

    @Test
    void opensNoSession() {
        assertThat(gateway.logIn(token(Role.READANDRUN, in(Duration.ofMinutes(5))))
                        .statusCode())
                .isEqualTo(400);
    }

    private static Instant in(Duration time) {
        return gateway.clock.instant().plus(time);
    }

    private static String token(Role role, Instant expires) {
        return RunTokens.issue(runner.signing("runner"), new RunTokens.Grant("run:1", "default", role, expires));
    }

    private static HttpResponse<String> get(String path, String token) {
        return gateway.send(gateway.request(path).header("Authorization", "Bearer " + token));
    }

    private static int post(String path, String token) {
        return gateway.send(gateway.request(path)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{}")))
                .statusCode();
    }
}
