package io.groundcrew.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.chassis.identity.ApiOperation;
import io.groundcrew.chassis.identity.Role;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attack cases 1 and 2: nothing without a token, nothing beyond the role. */
class DoorTest {

    @TempDir
    static Path directory;

    @AutoClose
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        gateway = new RunningGateway(directory);
    }

    @BeforeEach
    void forget() {
        gateway.runner.arrived.clear();
        gateway.insight.arrived.clear();
    }

    @Test
    void case1RefusesEveryOperationWithoutAToken() {
        for (ApiOperation operation : Operations.all()) {
            if (operation.role() != null) {
                HttpResponse<String> answer = gateway.send(Operations.request(gateway, operation, ""));
                assertThat(answer.statusCode()).as(operation.id()).isEqualTo(401);
                assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
                assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
            }
        }
        assertNothingArrived();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v3/workspaces",
                "/api/v3/workspaces/",
                "/api/v3/workspaces/configs",
                "/api/v3/workspaces/default/configs",
                "/api/v3/workspaces.json",
                "/api/v3/workspaces/default.json",
                "/api/v3/workspaces;/",
                "/api/v3/workspaces;jsessionid=1",
                "/api/v3;a=b/workspaces",
                "/health/..;/api/v3/workspaces",
                "/health/../api/v3/workspaces",
                "/health/%2e%2e/api/v3/workspaces",
                "/health%2f..%2fapi/v3/workspaces",
                "/assets/..%5c..%5capi/v3/workspaces",
                "/assets/../index.html",
                "/assets/%2e%2e/index.html",
                "//api/v3/workspaces",
                "/api//v3/workspaces",
                "/api/v3/%77orkspaces",
                "/api/v3/workspaces%00",
                "/api/v3/workspaces%0a",
                "/API/V3/WORKSPACES",
                "/Api/v3/workspaces",
                "/%61pi/v3/workspaces",
                "/actuator",
                "/actuator/",
                "/actuator/env",
                "/actuator/heapdump",
                "/Actuator/health",
                "/openapi.yaml",
                "/openapi",
                "/static/index.html",
                "/api",
                "/api/",
                "/error",
                "/v3/api-docs",
                "/unknown.txt"
            })
    void case1RefusesOtherSpellingsOfAPath(String path) throws IOException {
        for (String accept : List.of("Accept: */*", "Accept: application/json")) {
            assertRefused(path, gateway.sendRaw("GET", path, accept));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v3/workspaces",
                "/API/V3/WORKSPACES",
                "/api/unknown",
                "/apix",
                "/actuator",
                "/Actuator/env",
                "/openapi.yaml",
                "/health/..;/api/v3/workspaces",
                "/%61pi/v3/workspaces"
            })
    void case1NeverAnswersWithAPageWhereTheApiIs(String path) throws IOException {
        assertRefused(path, gateway.sendRaw("GET", path, "Accept: text/html"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-HTTP-Method-Override: POST",
                "X-Method-Override: POST",
                "X-Original-URL: /health",
                "X-Rewrite-URL: /health",
                "X-Forwarded-Prefix: /health",
                "X-Forwarded-For: 127.0.0.1",
                "X-Forwarded-Host: localhost",
                "Forwarded: for=127.0.0.1",
                "Authorization: Basic YWRtaW46YWRtaW4=",
                "Authorization: Bearer",
                "Authorization: Bearer null",
                "Cookie: groundcrew_session=x",
                "Groundcrew-Caller: x.y.z"
            })
    void case1RefusesWhatHeadersClaim(String header) throws IOException {
        assertRefused(header, gateway.sendRaw("GET", "/api/v3/workspaces", header));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECT", "OPTIONS", "HEAD", "PUT", "BREW", "get"})
    void case1RefusesOtherMethods(String method) throws IOException {
        String answer = gateway.sendRaw(method, "/api/v3/workspaces");
        assertThat(answer).doesNotStartWith("HTTP/1.1 200").doesNotContain("service");
        assertNothingArrived();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void case2GivesEachRoleWhatTheDocumentSaysAndNoMore(Role role) {
        String token = gateway.token("{\"*\": \"" + role.apiName() + "\"}");
        List<String> differences = new ArrayList<>();
        for (ApiOperation operation : Operations.ofServices()) {
            Role needed = operation.role();
            boolean allowed = needed == null || role.ordinal() >= needed.ordinal();
            int before = arrivals();
            int status = gateway.send(
                            Operations.request(gateway, operation, "").header("Authorization", "Bearer " + token))
                    .statusCode();
            if (status != (allowed ? 200 : 403) || arrivals() - before != (allowed ? 1 : 0)) {
                differences.add(operation.id() + " for " + role + ": " + status);
            }
        }
        assertThat(differences).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void case2KeepsARoleInItsWorkspace(Role role) {
        String token = gateway.token("{\"elsewhere\": \"" + role.apiName() + "\"}");
        for (ApiOperation operation : Operations.ofServices()) {
            if (operation.path().getPatternString().contains("{workspace}")) {
                HttpResponse<String> answer = gateway.send(
                        Operations.request(gateway, operation, "").header("Authorization", "Bearer " + token));
                assertThat(answer.statusCode()).as(operation.id()).isEqualTo(403);
            }
        }
        assertNothingArrived();
    }

    @Test
    void case2HasARuleForEveryOperation() {
        assertThat(Operations.all().stream()
                        .filter(operation -> operation.role() == null)
                        .map(ApiOperation::id))
                .containsExactlyInAnyOrder("createSession", "pushWebhook");
    }

    @Test
    void answers404ToACallerOnly() {
        assertThat(gateway.send(gateway.request("/api/v3/nothing")).statusCode())
                .isEqualTo(401);
        HttpResponse<String> answer = gateway.send(gateway.asAdmin("/api/v3/nothing"));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("/openapi.yaml lists every operation");
    }

    private static int arrivals() {
        return gateway.runner.arrived.size() + gateway.insight.arrived.size();
    }

    private static void assertRefused(String what, String answer) {
        assertThat(answer).as(what).containsPattern("^HTTP/1.1 (400|401) ").doesNotContain("<title>console</title>");
        assertNothingArrived();
    }

    private static void assertNothingArrived() {
        assertThat(gateway.runner.arrived).isEmpty();
        assertThat(gateway.insight.arrived).isEmpty();
    }
}
