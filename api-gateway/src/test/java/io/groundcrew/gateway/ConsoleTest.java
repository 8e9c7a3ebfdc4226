package io.groundcrew.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.chassis.identity.ApiDocument;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway serves beside the API; the headers are attack case 56 as far as a gateway can go. */
class ConsoleTest {

    @TempDir
    static Path directory;

    @AutoClose
    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        gateway = new RunningGateway(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/studio/tasks", "/slxs/default--disk", "/login"})
    void answersThePagesOfTheConsoleToAnybody(String path) {
        HttpResponse<String> answer =
                gateway.send(gateway.request(path).header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-cache");
        assertThat(answer.body()).contains("<title>console</title>");
    }

    @Test
    void letsHashedFilesBeKeptForEver() {
        HttpResponse<String> answer = gateway.send(gateway.request("/assets/app-3f2a9c1b.js"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control").orElseThrow())
                .contains("max-age=31536000", "public", "immutable");
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).contains("javascript");
        HttpResponse<String> again = gateway.send(gateway.request("/assets/app-3f2a9c1b.js")
                .header("If-None-Match", answer.headers().firstValue("ETag").orElseThrow()));
        assertThat(again.statusCode()).isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/assets/missing-00000000.js", "/favicon.ico", "/studio/tasks.js"})
    void doesNotAnswerAMissingFileWithAPage(String path) {
        HttpResponse<String> answer = gateway.send(gateway.request(path).header("Accept", "text/html"));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(gateway.send(gateway.asAdmin(path).header("Accept", "text/html"))
                        .statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/health", "/api/v3/workspaces", "/assets/app-3f2a9c1b.js", "/openapi.yaml"})
    void case56SendsTheSecurityHeadersWithEverything(String path) {
        for (HttpRequest.Builder request : new HttpRequest.Builder[] {gateway.request(path), gateway.asAdmin(path)}) {
            var headers = gateway.send(request.header("Accept", "*/*")).headers();
            assertThat(headers.firstValue("Content-Security-Policy"))
                    .contains("default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https:;"
                            + " frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'");
            assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(headers.firstValue("X-Frame-Options")).contains("DENY");
            assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
        }
    }

    @Test
    void answersTheApiDocumentToCallers() {
        assertThat(gateway.send(gateway.request("/openapi.yaml")).statusCode()).isEqualTo(401);
        HttpResponse<String> answer = gateway.send(gateway.asAdmin("/openapi.yaml"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(ApiDocument.load().text());
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/yaml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/healthz"})
    void answersHealthToAnybody(String path) {
        assertThat(gateway.send(gateway.request(path)).body()).isEqualTo("{\"status\":\"UP\"}");
    }
}
