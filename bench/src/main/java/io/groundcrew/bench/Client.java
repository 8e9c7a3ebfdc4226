package io.groundcrew.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.util.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The public API as the benches use it, over kept connections on the caller's thread, which costs what they measure least. */
public final class Client {

    public static final String WORKSPACE = "/api/v3/workspaces/default";

    private static final Duration POLL = Duration.ofMillis(20);
    /** Reading many results costs as much as making some, so it is done seldom. */
    private static final Duration POLL_FOR_MANY = Duration.ofMillis(250);

    private static final int MANY = 100;
    private static final Timeout PATIENCE = Timeout.ofSeconds(60);
    private static final ContentType YAML = ContentType.create("application/yaml", StandardCharsets.UTF_8);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http = HttpClients.custom()
            .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                    .setMaxConnTotal(Integer.MAX_VALUE)
                    .setMaxConnPerRoute(Integer.MAX_VALUE)
                    .setDefaultConnectionConfig(
                            ConnectionConfig.custom().setSocketTimeout(PATIENCE).build())
                    .build())
            .disableAutomaticRetries()
            .build();
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
     * @throws UnexpectedAnswer for any answer but success
     */
    public JsonNode get(String path) throws IOException {
        return send(ClassicRequestBuilder.get(base + path));
    }

    JsonNode put(String path, Object body) throws IOException {
        return send(ClassicRequestBuilder.put(base + path).setEntity(json(body), ContentType.APPLICATION_JSON));
    }

    /** Applies YAML documents. */
    public void apply(String documents) throws IOException {
        send(ClassicRequestBuilder.post(base + WORKSPACE + "/apply").setEntity(documents, YAML));
    }

    /** Asks for a number of runs of one task and answers with the session's id and the ids of its runs. */
    Session run(String slx, String title, int count) throws IOException {
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
     * @throws UnexpectedAnswer for any answer but success
     */
    public Session open(Map<String, Object> asked, String idempotencyKey) throws IOException {
        JsonNode session = send(ClassicRequestBuilder.post(base + WORKSPACE + "/runsessions")
                .addHeader("Idempotency-Key", idempotencyKey)
                .setEntity(json(asked), ContentType.APPLICATION_JSON));
        return new Session(
                session.path("id").asString(),
                session.path("runRequests")
                        .valueStream()
                        .map(one -> one.path("id").asString())
                        .toList());
    }

    /** Waits until the result of each run of a session can be read. One is cheap to ask for, so it is the last one first. */
    void awaitCompleted(Session session) throws IOException, InterruptedException {
        Duration pause = session.runs().size() < MANY ? POLL : POLL_FOR_MANY;
        while (!isCompleted(get(WORKSPACE + "/run-requests/" + session.runs().getLast()))) {
            Thread.sleep(pause);
        }
        while (!get(WORKSPACE + "/runsessions/" + session.id())
                .path("runRequests")
                .valueStream()
                .allMatch(Client::isCompleted)) {
            Thread.sleep(pause);
        }
    }

    private static boolean isCompleted(JsonNode run) {
        return run.path("isCompleted").asBoolean(false);
    }

    /** What the runs of an SLX's SLI that were asked for since then measured; of a component with a name. */
    List<Double> samples(String slx, String subName, Instant since) throws IOException {
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

    private static String json(Object body) {
        return JSON.writeValueAsString(body);
    }

    private JsonNode send(ClassicRequestBuilder request) throws IOException {
        request.addHeader(header, credential.get());
        return http.execute(request.build(), answer -> {
            String text = answer.getEntity() == null ? "" : EntityUtils.toString(answer.getEntity());
            if (answer.getCode() >= 300) {
                throw new UnexpectedAnswer(answer.getCode(), text);
            }
            return JSON.readTree(text);
        });
    }

    /** Any answer but success. */
    public static final class UnexpectedAnswer extends IllegalStateException {

        private final int status;

        UnexpectedAnswer(int status, String text) {
            super("Expected success, got " + status + ": " + text);
            this.status = status;
        }

        /** Whether the call itself is at fault, so that it will be answered so again. */
        public boolean isFinal() {
            return status >= 400 && status < 500;
        }
    }

    /** A session with its runs. */
    public record Session(String id, List<String> runs) {}
}
