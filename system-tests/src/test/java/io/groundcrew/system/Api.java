package io.groundcrew.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The public API, as any client sees it. */
final class Api {

    static final String WORKSPACE = "/api/v3/workspaces/default";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();

    private final String base;
    private final String token;

    Api(String base, String token) {
        this.base = base;
        this.token = token;
    }

    /** An answer with its status and its body as JSON (missing when it is none). */
    record Answer(int status, JsonNode body, String text) {

        String detail() {
            return body.path("detail").asString("");
        }

        List<JsonNode> results() {
            return StreamSupport.stream(body.path("results").spliterator(), false).toList();
        }
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    Answer post(String path, Object body) {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    Answer put(String path, Object body) {
        return send(request(path).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    Answer apply(String yaml) {
        return send(request(WORKSPACE + "/apply").header("Content-Type", "application/yaml").POST(BodyPublishers.ofString(yaml)));
    }

    Answer register(String name, String url) {
        return put("/api/v3/codecollections/" + name, Map.of("repoURL", url, "syncInterval", "PT10S"));
    }

    /** Runs an SLX's whole runbook. */
    Answer run(String slx) {
        return post(WORKSPACE + "/runsessions", Map.of("generateName", "test", "runRequests", List.of(Map.of("slxName", slx))));
    }

    Answer runTasks(String slx, List<String> titles) {
        return post(
                WORKSPACE + "/runsessions",
                Map.of("generateName", "test", "runRequests", List.of(Map.of("slxName", slx, "taskTitles", titles))));
    }

    /** The run request as it is now. */
    JsonNode runRequest(String id) {
        return get(WORKSPACE + "/run-requests/" + id).body();
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(60));
        return token.isEmpty() ? builder : builder.header("Authorization", "Bearer " + token);
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
            boolean json = response.headers().firstValue("Content-Type").orElse("").contains("json");
            JsonNode body = json ? JSON.readTree(response.body()) : JSON.missingNode();
            return new Answer(response.statusCode(), body, response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
