package io.groundcrew.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.chassis.identity.ApiOperation;
import io.groundcrew.chassis.identity.Caller;
import io.groundcrew.chassis.identity.CallerTokens;
import io.groundcrew.chassis.identity.Role;
import io.groundcrew.chassis.keys.KeyProperties;
import io.groundcrew.chassis.keys.KeyRing;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingTest {

    private static final String APPLY = "/api/v3/workspaces/default/apply";
    private static final String WORKSPACES = "/api/v3/workspaces";

    @TempDir
    static Path directory;

    @AutoClose
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        gateway = new RunningGateway(directory);
    }

    @AfterEach
    void answerAgain() {
        gateway.runner.status = 200;
    }

    @Test
    void sendsEveryOperationToItsServiceAsItCame() {
        for (ApiOperation operation : Operations.ofServices()) {
            RecordingService service = operation.service().equals("runner") ? gateway.runner : gateway.insight;
            String query = "?q=a%2Fb+c&q=%C3%BC&empty=&flag";
            HttpResponse<String> answer = gateway.send(Operations.request(gateway, operation, query)
                    .header("Authorization", "Bearer " + gateway.adminToken()));
            assertThat(answer.statusCode()).as(operation.id()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"service\":\"" + operation.service() + "\"}");
            assertThat(service.last().method()).isEqualTo(operation.method().name());
            assertThat(service.last().target()).isEqualTo(Operations.path(operation) + query);
        }
    }

    @Test
    void tellsTheServiceWhoCallsBySignature() {
        String token = gateway.token("{\"default\": \"readonly\", \"other\": \"admin\"}");
        HttpResponse<String> answer =
                gateway.send(gateway.request(WORKSPACES).header("Authorization", "bearer " + token));
        assertThat(answer.statusCode()).isEqualTo(200);
        String caller = gateway.runner.last().headers().getFirst(CallerTokens.HEADER);
        KeyRing keys = new KeyRing(new KeyProperties(directory.resolve("keys/none"), directory.resolve("keys/public")));
        assertThat(CallerTokens.read(keys, caller, gateway.clock))
                .contains(new Caller("tester", Map.of("default", Role.READONLY, "other", Role.ADMIN), ""));
        assertThat(answer.headers().firstValue("X-Request-Id"))
                .contains(gateway.runner.last().headers().getFirst(CallerTokens.REQUEST_HEADER));
    }

    @Test
    void letsNoForgedOrForwardingHeaderCross() {
        gateway.send(gateway.asAdmin(WORKSPACES)
                .header("Groundcrew-Caller", "forged")
                .header("Groundcrew-Request", "forged")
                .header("Cookie", "groundcrew_session=abc; other=1")
                .header("X-Forwarded-For", "10.0.0.1")
                .header("X-Forwarded-Host", "evil")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Prefix", "/x")
                .header("Forwarded", "for=10.0.0.1")
                .header("X-Original-URL", "/api/v3/workers")
                .header("X-Rewrite-URL", "/api/v3/workers")
                .header("X-HTTP-Method-Override", "DELETE")
                .header("Proxy-Authorization", "Basic eDp5")
                .header("TE", "trailers")
                .header("Idempotency-Key", "once"));
        var headers = gateway.runner.last().headers();
        assertThat(gateway.runner.last().method()).isEqualTo("GET");
        assertThat(gateway.runner.last().target()).isEqualTo(WORKSPACES);
        assertThat(headers.get(CallerTokens.HEADER)).singleElement().isNotEqualTo("forged");
        assertThat(headers.get(CallerTokens.REQUEST_HEADER)).singleElement().isNotEqualTo("forged");
        assertThat(headers.getFirst("Idempotency-Key")).isEqualTo("once");
        Set<String> expected = Set.of(
                "Groundcrew-caller",
                "Groundcrew-request",
                "Idempotency-key",
                "User-agent",
                "Host",
                "Connection",
                "Upgrade",
                "Http2-settings",
                "Content-length");
        assertThat(expected).containsAll(headers.keySet());
    }

    @Test
    void letsOutWhatTellsOfALog() {
        HttpResponse<String> answer = gateway.send(gateway.asAdmin(WORKSPACES));
        assertThat(answer.headers().firstValue("X-Log-Attempt")).contains("2");
        assertThat(answer.headers().firstValue("X-Log-Length")).contains("3");
    }

    @Test
    void letsNothingOfTheServicesInsideOut() {
        HttpResponse<String> answer = gateway.send(gateway.asAdmin(WORKSPACES));
        assertThat(answer.headers().map())
                .doesNotContainKeys("set-cookie", "access-control-allow-origin", "server", "groundcrew-caller");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void letsAPushWebhookThroughWithoutATokenAsNobody() {
        HttpResponse<String> answer = gateway.send(gateway.request("/api/v3/codecollections/x/webhook")
                .header("X-Hub-Signature-256", "sha256=00")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"ref\": 1}")));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(gateway.runner.last().body()).isEqualTo("{\"ref\": 1}");
        assertThat(gateway.runner.last().headers().getFirst("X-Hub-Signature-256"))
                .isEqualTo("sha256=00");
        KeyRing keys = new KeyRing(new KeyProperties(directory.resolve("keys/none"), directory.resolve("keys/public")));
        assertThat(CallerTokens.read(keys, gateway.runner.last().headers().getFirst(CallerTokens.HEADER), gateway.clock)
                        .orElseThrow()
                        .roles())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusesABodyOverTheLimitBeforeTheServiceSeesIt(boolean lengthKnown) {
        assertThat(post(APPLY, 10 * 1024 * 1024, lengthKnown).statusCode()).isEqualTo(200);
        assertThat(gateway.runner.last().body()).hasSize(10 * 1024 * 1024);
        int before = gateway.runner.arrived.size();
        assertThat(post(APPLY, 10 * 1024 * 1024 + 1, lengthKnown).statusCode()).isEqualTo(413);
        HttpResponse<String> answer = post("/api/v3/workspaces/default/runsessions", 1024 * 1024 + 1, lengthKnown);
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("at most 1048576 bytes");
        assertThat(gateway.runner.arrived).hasSize(before);
    }

    @Test
    void passesOnWhatTheServiceRefuses() {
        gateway.runner.status = 409;
        assertThat(gateway.send(gateway.asAdmin(WORKSPACES)).statusCode()).isEqualTo(409);
    }

    @Test
    void doesNotBlameTheCallerWhenAServiceDoesNotKnowTheGateway() {
        gateway.runner.status = 401;
        HttpResponse<String> answer = gateway.send(gateway.asAdmin(WORKSPACES));
        assertThat(answer.statusCode()).isEqualTo(503);
    }

    @Test
    void answers503WithASentenceWhileAServiceIsAway() throws IOException {
        try (RunningGateway lonely = new RunningGateway(directory.resolve("lonely"))) {
            lonely.insight.close();
            HttpResponse<String> answer = lonely.send(lonely.asAdmin("/api/v3/workspaces/default/issues"));
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(answer.body()).contains("does not respond").doesNotContain("127.0.0.1");
            assertThat(lonely.send(lonely.asAdmin(WORKSPACES)).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void answers503WhenAServiceTakesARequestAndSaysNothing() throws IOException {
        try (RunningGateway hasty = new RunningGateway(directory.resolve("hasty"), "gateway.response-timeout=300ms")) {
            hasty.insight.silent = true;
            HttpResponse<String> answer = hasty.send(hasty.asAdmin("/api/v3/workspaces/default/issues"));
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("does not respond");
            assertThat(hasty.insight.arrived).hasSize(1);
        }
    }

    private static HttpResponse<String> post(String path, int size, boolean lengthKnown) {
        byte[] body = "x".repeat(size).getBytes(StandardCharsets.US_ASCII);
        HttpRequest.BodyPublisher known = HttpRequest.BodyPublishers.ofByteArray(body);
        return gateway.send(gateway.asAdmin(path)
                .header("Content-Type", "application/yaml")
                .POST(lengthKnown ? known : HttpRequest.BodyPublishers.fromPublisher(known)));
    }
}
