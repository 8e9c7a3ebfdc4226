package io.groundcrew.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The public API as the benches use it. */
public final class Client {

    public static final String WORKSPACE = "/api/v3/workspaces/default";

    private static final Duration POLL = Duration.ofMillis(50);
    /** Reading many results costs as much as making some, so it is done seldom. */
    private static final Duration POLL_FOR_MANY = Duration.ofMillis(250);

    private static final int MANY = 100;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private final String header;
    private final Supplier<String> credential;

    /** @param base the gateway's address */
    public Client(String base, String token) {
        this(base, "Authorization", () -> "Bearer " + token);
    }

    /**
     * @param header what carries the credential
     * @param credential asked for with each request
     */
    Client(String base, String header, Supplier<String> credential) {
        this.base = base;
        this.header = header;
        this.credential = credential;
    }

    /**
     * Reads.
     *
     * @throws IllegalStateException for any answer but success
     */
    public JsonNode get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    JsonNode put(String path, Object body) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", "application/json").PUT(json(body)));
    }

    /** Applies YAML documents. */
    public void apply(String documents) throws IOException, InterruptedException {
        send(request(WORKSPACE + "/apply")
                .header("Content-Type", "application/yaml")
                .POST(BodyPublishers.ofString(documents)));
    }

    /** Asks for a number of runs of one task and answers with the session's id and the ids of its runs. */
    Session run(String slx, String title, int count) throws IOException, InterruptedException {
        Map<String, Object> run = Map.of("slxName", slx, "taskTitles", List.of(title));
        return open(
                Map.of(
                        "generateName",
                        "bench",
                        "runRequests",
                        IntStream.range(0, count).mapToObj(n -> run).toList()),
                UUID.randomUUID().toString());
    }

    /**
     * Opens a run session. The same key answers with the session that it opened first.
     *
     * @throws IllegalStateException for any answer but success
     */
    public Session open(Map<String, Object> asked, String idempotencyKey) throws IOException, InterruptedException {
        JsonNode session = send(request(WORKSPACE + "/runsessions")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", idempotencyKey)
                .POST(json(asked)));
        return new Session(
                session.path("id").asString(),
                session.path("runRequests")
                        .valueStream()
                        .map(one -> one.path("id").asString())
                        .toList());
    }

    /** Waits until the result of each run of a session can be read. */
    void awaitCompleted(Session session) throws IOException, InterruptedException {
        String path = WORKSPACE + "/runsessions/" + session.id();
        while (!get(path)
                .path("runRequests")
                .valueStream()
                .allMatch(run -> run.path("isCompleted").asBoolean(false))) {
            Thread.sleep(session.runs().size() < MANY ? POLL : POLL_FOR_MANY);
        }
    }

    /** What the runs of an SLX's SLI that were asked for since then measured; of a component with a name. */
    List<Double> samples(String slx, String subName, Instant since) throws IOException, InterruptedException {
        String path = WORKSPACE + "/slxs/" + slx + "/sli/recent?subName=" + subName + "&since=" + since;
        return get(path)
                .valueStream()
                .map(sample -> sample.path("value").asDouble())
                .toList();
    }

    /** Waits until so many samples of an SLX are stored. */
    void awaitSamples(String slx, Instant since, int count) throws IOException, InterruptedException {
        while (samples(slx, "", since).size() < count) {
            Thread.sleep(POLL_FOR_MANY);
        }
    }

    private static HttpRequest.BodyPublisher json(Object body) {
        return BodyPublishers.ofString(JSON.writeValueAsString(body));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .header(header, credential.get())
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
    public record Session(String id, List<String> runs) {}
}
