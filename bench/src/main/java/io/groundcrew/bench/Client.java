package io.groundcrew.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The public API as the benches use it. */
final class Client {

    static final String WORKSPACE = "/api/v3/workspaces/default";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private final String token;

    Client(String base, String token) {
        this.base = base;
        this.token = token;
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    /** Asks for a number of runs of one task and answers with the session's id and the ids of its runs. */
    Session run(String title, int count) throws IOException, InterruptedException {
        Map<String, Object> run = Map.of("slxName", "bench", "taskTitles", List.of(title));
        JsonNode session = post(
                WORKSPACE + "/runsessions",
                Map.of(
                        "generateName",
                        "bench",
                        "runRequests",
                        IntStream.range(0, count).mapToObj(n -> run).toList()));
        return new Session(
                session.path("id").asString(),
                session.path("runRequests")
                        .valueStream()
                        .map(one -> one.path("id").asString())
                        .toList());
    }

    /** Registers the bench's collection and waits until it can be run. */
    void prepare(Path repository, Path marker) throws IOException, InterruptedException {
        String url = repository.toUri().toString();
        send(request("/api/v3/codecollections/bench")
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(JSON.writeValueAsString(Map.of("repoURL", url)))));
        send(request(WORKSPACE + "/apply")
                .header("Content-Type", "application/yaml")
                .POST(BodyPublishers.ofString("""
                apiVersion: runwhen.com/v1
                kind: ServiceLevelX
                metadata: {name: default--bench}
                spec: {alias: Bench}
                ---
                apiVersion: runwhen.com/v1
                kind: Runbook
                metadata: {name: default--bench}
                spec:
                  location: local
                  codeBundle: {repoUrl: "%s", ref: main, pathToRobot: codebundles/bench/codebundle.yaml}
                  configProvided: [{name: MARKER, value: "%s"}]
                """.formatted(url, marker))));
        while (!get("/api/v3/codecollections/bench")
                .path("environment")
                .path("state")
                .asString("")
                .equals("ready")) {
            Thread.sleep(Duration.ofMillis(100));
        }
    }

    private JsonNode post(String path, Object body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(60));
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException("Expected success, got " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** A session with its runs. */
    record Session(String id, List<String> runs) {}
}
