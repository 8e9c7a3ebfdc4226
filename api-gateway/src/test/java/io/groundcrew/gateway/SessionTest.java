package io.groundcrew.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions (attack case 7), requests from other sites (8) and guessing (10). */
class SessionTest {

    private static final String RUNS = "/api/v3/workspaces/default/runsessions";
    private static final String WHOAMI = "/api/v3/users/whoami";

    @TempDir
    Path directory;

    @AutoClose
    private RunningGateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new RunningGateway(
                directory,
                "gateway.login.failures-per-address=5",
                "gateway.login.window=1m",
                "gateway.session.lifetime=12h",
                "gateway.session.idle=2h");
    }

    @Test
    void tradesATokenForACookieThatScriptsAndOtherSitesCannotUse() {
        HttpResponse<String> answer = gateway.logIn(gateway.adminToken());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"subject\":\"admin\",\"roles\":{\"*\":\"admin\"}}");
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .matches("groundcrew_session=[A-Za-z0-9_-]{43}; .*")
                .contains("; HttpOnly", "; SameSite=Strict", "; Path=/;", "; Max-Age=43200")
                .doesNotContain("Secure", "Domain");
        assertThat(whoami(gateway.session(gateway.adminToken())).body()).isEqualTo(answer.body());
    }

    @Test
    void marksTheCookieForTlsBehindAProxyThatEndsTls() {
        gateway.restart("gateway.session.secure-cookie=true");
        assertThat(gateway.logIn(gateway.adminToken())
                        .headers()
                        .firstValue("Set-Cookie")
                        .orElseThrow())
                .contains("; Secure");
    }

    @Test
    void case7EndsASessionByLogOutOnTheServerToo() {
        String session = gateway.session(gateway.adminToken());
        HttpResponse<String> answer = gateway.send(gateway.request("/api/v3/session")
                .header("Cookie", session)
                .header("Sec-Fetch-Site", "same-origin")
                .DELETE());
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .contains("groundcrew_session=;", "Max-Age=0");
        assertThat(whoami(session).statusCode()).isEqualTo(401);
    }

    @Test
    void case7EndsASessionAfterItsLifetimeHoweverBusy() {
        String session = gateway.session(gateway.adminToken());
        for (int hour = 1; hour < 12; hour++) {
            gateway.clock.advance(Duration.ofHours(1));
            assertThat(whoami(session).statusCode()).isEqualTo(200);
        }
        gateway.clock.advance(Duration.ofHours(1));
        assertThat(whoami(session).statusCode()).isEqualTo(401);
    }

    @Test
    void case7EndsASessionThatNobodyUses() {
        String session = gateway.session(gateway.adminToken());
        gateway.clock.advance(Duration.ofHours(2));
        assertThat(whoami(session).statusCode()).isEqualTo(401);
    }

    @Test
    void case7EndsASessionWithItsToken() {
        String session = gateway.session(gateway.adminToken());
        gateway.database().sql("UPDATE access_token SET revoked_at = now()").update();
        gateway.clock.advance(Duration.ofSeconds(3));
        assertThat(whoami(session).statusCode()).isEqualTo(401);
        assertThat(gateway.logIn(gateway.adminToken()).statusCode()).isEqualTo(401);
    }

    @Test
    void keepsSessionsOverARestart() {
        String session = gateway.session(gateway.adminToken());
        gateway.restart();
        assertThat(whoami(session).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "http://evil.example", "http://127.0.0.1:1", "http://127.0.0.1:PORT.evil.example"})
    void case8RefusesAWriteByCookieFromAnotherOrigin(String origin) {
        HttpRequest.Builder write = write(gateway.session(gateway.adminToken()));
        if (!origin.isEmpty()) {
            write.header("Origin", origin.replace("PORT", "" + gateway.port()));
        }
        assertThat(gateway.send(write).statusCode()).isEqualTo(403);
        assertThat(gateway.runner.arrived).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site"})
    void case8RefusesAnythingByCookieThatABrowserSaysAnotherSiteSent(String site) {
        String session = gateway.session(gateway.adminToken());
        HttpRequest.Builder forged =
                write(session).header("Origin", gateway.url()).header("Sec-Fetch-Site", site);
        assertThat(gateway.send(forged).statusCode()).isEqualTo(403);
        HttpRequest.Builder read =
                gateway.request(WHOAMI).header("Cookie", session).header("Sec-Fetch-Site", site);
        assertThat(gateway.send(read).statusCode()).isEqualTo(403);
    }

    @Test
    void case8LetsItsOwnPagesWrite() {
        String session = gateway.session(gateway.adminToken());
        assertThat(gateway.send(write(session).header("Origin", gateway.url())).statusCode())
                .isEqualTo(200);
        assertThat(gateway.send(write(session).header("Sec-Fetch-Site", "same-origin"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void case8RefusesALogInFromAnotherSite() {
        HttpResponse<String> answer = gateway.send(gateway.request("/api/v3/session")
                .header("Content-Type", "application/json")
                .header("Origin", "http://evil.example")
                .POST(HttpRequest.BodyPublishers.ofString("{\"token\":\"" + gateway.adminToken() + "\"}")));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "http://evil.example", "http://localhost"})
    void case8AllowsNoOtherOriginToRead(String origin) throws IOException {
        for (String path : new String[] {WHOAMI, "/health", "/"}) {
            HttpResponse<String> answer = gateway.send(gateway.asAdmin(path).header("Origin", origin));
            assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
            assertThat(gateway.sendRaw("OPTIONS", path, "Origin: " + origin, "Access-Control-Request-Method: POST"))
                    .doesNotContainIgnoringCase("access-control")
                    .doesNotStartWith("HTTP/1.1 200");
        }
    }

    @Test
    void case10StopsLookingAtTokensAfterTooManyWrongOnes() {
        for (int guess = 0; guess < 5; guess++) {
            assertThat(gateway.logIn("gc_wrong" + guess).statusCode()).isEqualTo(401);
        }
        HttpResponse<String> answer = gateway.logIn(gateway.adminToken());
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).contains("60");
        assertThat(gateway.send(gateway.asAdmin(WHOAMI)).statusCode()).isEqualTo(429);
        gateway.clock.advance(Duration.ofSeconds(60));
        assertThat(gateway.logIn(gateway.adminToken()).statusCode()).isEqualTo(200);
    }

    @Test
    void case10CountsWrongBearerTokensButHoldsNobodyUpWhoHasARightOne() {
        assertThat(gateway.send(gateway.asAdmin(WHOAMI)).statusCode()).isEqualTo(200);
        for (int guess = 0; guess < 5; guess++) {
            assertThat(bearer("gc_wrong" + guess).statusCode()).isEqualTo(401);
        }
        assertThat(bearer("gc_wrong").statusCode()).isEqualTo(429);
        gateway.clock.advance(Duration.ofSeconds(5));
        assertThat(gateway.send(gateway.asAdmin(WHOAMI)).statusCode()).isEqualTo(200);
    }

    @Test
    void case10CountsAllAddressesTogether() {
        gateway.restart("gateway.login.failures-per-address=100", "gateway.login.failures-in-all=3");
        for (int guess = 0; guess < 3; guess++) {
            assertThat(gateway.logIn("gc_wrong" + guess).statusCode()).isEqualTo(401);
        }
        assertThat(gateway.logIn("gc_wrong").statusCode()).isEqualTo(429);
    }

    @Test
    void case10DoesNotCountRightTokens() {
        for (int time = 0; time < 8; time++) {
            assertThat(gateway.logIn(gateway.adminToken()).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void case10TellsNobodyWhyATokenIsWrong() {
        String revoked = gateway.token("{\"*\": \"admin\"}");
        gateway.database()
                .sql("UPDATE access_token SET revoked_at = now() WHERE subject = 'tester'")
                .update();
        String expired = gateway.token("{\"*\": \"admin\"}");
        gateway.database()
                .sql(
                        "UPDATE access_token SET expires_at = '2026-01-01' WHERE revoked_at IS NULL AND subject = 'tester'")
                .update();
        String unknown = gateway.logIn("gc_unknown").body();
        assertThat(gateway.logIn(revoked).body()).isEqualTo(unknown);
        assertThat(gateway.logIn(expired).body()).isEqualTo(unknown);
    }

    @Test
    void refusesALogInThatIsNoLogIn() {
        for (String body :
                new String[] {"", "{}", "{\"token\":\"\"}", "{\"token\":\"" + "x".repeat(201) + "\"}", "["}) {
            HttpResponse<String> answer = gateway.send(gateway.request("/api/v3/session")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body)));
            assertThat(answer.statusCode()).as(body).isEqualTo(400);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        }
    }

    /** Whoever logs in is nobody yet, and the body would be read whole before it is looked at. */
    @Test
    void refusesALogInThatIsLargerThanATokenCanBe() {
        byte[] body = ("{\"token\":\"" + "x".repeat(20_000) + "\"}").getBytes(StandardCharsets.UTF_8);
        for (HttpRequest.BodyPublisher publisher : List.of(
                HttpRequest.BodyPublishers.ofByteArray(body),
                HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))) {
            HttpResponse<String> answer = gateway.send(gateway.request("/api/v3/session")
                    .header("Content-Type", "application/json")
                    .POST(publisher));
            assertThat(answer.statusCode()).isEqualTo(413);
        }
    }

    private HttpResponse<String> bearer(String token) {
        return gateway.send(gateway.request(WHOAMI).header("Authorization", "Bearer " + token));
    }

    private HttpResponse<String> whoami(String session) {
        return gateway.send(gateway.request(WHOAMI).header("Cookie", session));
    }

    private HttpRequest.Builder write(String session) {
        return gateway.request(RUNS)
                .header("Cookie", session)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}"));
    }
}
