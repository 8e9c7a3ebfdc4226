package io.groundcrew.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.embedded.EmbeddedKafka;
import io.groundcrew.embedded.KafkaSettings;
import io.groundcrew.embedded.ServiceDatabase;
import io.groundcrew.embedded.test.TestDatabase;
import io.groundcrew.embedded.test.TestKafka;
import io.groundcrew.runner.RunningRunner.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input and what is away. */
class TroubleTest {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String TOKEN = "tok-0123456789-secret";

    @TempDir
    static Path directory;

    static KafkaSettings kafkaSettings;
    static EmbeddedKafka kafka;
    static ServiceDatabase database;
    static RunningRunner runner;

    @BeforeAll
    static void start() {
        kafkaSettings = TestKafka.settings();
        kafka = EmbeddedKafka.start(kafkaSettings);
        database = TestDatabase.fresh("runner");
        runner = new RunningRunner(
                kafka.bootstrapServers(),
                database,
                directory,
                "runner.codeCollections[0].repoURL=https://git.invalid/ops/From-Config.git",
                "runner.codeCollections[0].tag=main",
                "runner.codeCollections[0].workerReplicas=3",
                "runner.codeCollections[0].authToken=" + TOKEN);
        runner.awaitWorkspace();
    }

    @AfterAll
    static void stop() {
        runner.close();
        kafka.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            {"repoURL": "gopher://git.example/x"}; is refused
            {"repoURL": "https://user:pass123@git.example/x.git"}; contains a password
            {"repoURL": "https://git.example/x.git", "branch": "a", "tag": "b"}; names several
            {"repoURL": "https://git.example/x.git", "syncInterval": "often"}; ISO 8601
            {"repoURL": "https://git.example/x.git", "syncInterval": "PT1S"}; PT10S
            {"repoURL": "https://git.example/x.git", "repoPath": "../x"}; is refused
            {"repoURL": "https://git.example/x.git", "credentials": {"token": "t", "sshKey": "k"}}; Keep one
            """)
    void refusesASpecWithASentence(String spec, String sentence) {
        Answer answer = runner.putCollection("bad", spec);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.body().path("detail").asString()).contains(sentence).doesNotContain("pass123");
        assertThat(runner.get("/api/v3/codecollections/bad").status()).isEqualTo(404);
    }

    @Test
    void refusesWhatTheRemoteClearlyRefuses() {
        GitCollection empty = new GitCollection(directory.resolve("empty"));
        GitCollection full = new GitCollection(directory.resolve("full"));
        full.commitDisk();

        assertThat(runner.putCollection("nothing", spec("file://" + directory.resolve("nothing"), ""))
                        .status())
                .isEqualTo(422);
        assertThat(detail(runner.putCollection("empty", spec(empty.url(), "")))).contains("it is empty");
        assertThat(detail(runner.putCollection("full", spec(full.url(), ", \"branch\": \"gone\""))))
                .contains("branch gone", "main");
        assertThat(runner.get("/api/v3/codecollections/full").status()).isEqualTo(404);
    }

    @Test
    void keepsTheLastGoodCommitWhenASyncFails() throws Exception {
        GitCollection git = new GitCollection(directory.resolve("fails"));
        String good = git.commitDisk();
        assertThat(runner.putCollection("fails", spec(git.url(), ", \"branch\": \"main\""))
                        .status())
                .isEqualTo(201);
        runner.post("/api/v3/codecollections/fails/sync", "", Map.of());
        Files.move(directory.resolve("fails"), directory.resolve("moved"));

        Answer after = runner.post("/api/v3/codecollections/fails/sync", "", Map.of());

        assertThat(after.body().path("sync").path("state").asString()).isEqualTo("failed");
        assertThat(after.body().path("sync").path("message").asString()).contains(good.substring(0, 10));
        assertThat(after.body().path("commit").asString()).isEqualTo(good);
        assertThat(runner.get("/api/v3/codecollections/fails/codebundles")
                        .body()
                        .path("results"))
                .hasSize(1);
    }

    @Test
    void neverShowsNorStoresACredentialInPlain() throws SQLException {
        await().atMost(SOON)
                .until(() -> runner.get("/api/v3/codecollections/from-config").status() == 200);
        Answer put = runner.putCollection(
                "private",
                "{\"repoURL\": \"https://127.0.0.1:1/x.git\", \"webhookSecret\": \"" + TOKEN
                        + "\", \"credentials\": {\"token\": \"" + TOKEN + "\"}}");
        assertThat(put.status()).as(put.text()).isEqualTo(201);
        Answer synced = runner.post("/api/v3/codecollections/private/sync", "", Map.of());

        assertThat(synced.body().path("sync").path("state").asString()).isEqualTo("failed");
        assertThat(synced.body().path("hasCredentials").asBoolean()).isTrue();
        assertThat(put.text()
                        + synced.text()
                        + runner.get("/api/v3/codecollections").text())
                .doesNotContain(TOKEN);
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select c::text from collection c")) {
            while (rows.next()) {
                assertThat(rows.getString(1))
                        .doesNotContain(TOKEN)
                        .doesNotContain(HexFormat.of().formatHex(TOKEN.getBytes(StandardCharsets.UTF_8)));
            }
        }
        Answer configured = runner.get("/api/v3/codecollections/from-config");
        assertThat(configured.body().path("readOnly").asBoolean()).isTrue();
        assertThat(configured.body().path("workerReplicas").asInt()).isEqualTo(3);
        assertThat(runner.delete("/api/v3/codecollections/from-config").status())
                .isEqualTo(409);
        assertThat(runner.putCollection("from-config", spec("https://git.example/x.git", ""))
                        .status())
                .isEqualTo(409);
    }

    @Test
    void believesAPushOnlyWhenItIsSigned() {
        GitCollection git = new GitCollection(directory.resolve("pushed"));
        git.commitDisk();
        runner.putCollection(
                "pushed", spec(git.url(), ", \"webhookSecret\": \"" + TOKEN + "\", \"syncInterval\": \"P1D\""));
        runner.post("/api/v3/codecollections/pushed/sync", "", Map.of());
        String next = git.commit("codebundles/disk/more.txt", "more");
        String path = "/api/v3/codecollections/pushed/webhook";
        String body = "{\"ref\": \"refs/heads/main\"}";

        assertThat(runner.post(path, body, Map.of()).status()).isEqualTo(401);
        assertThat(runner.post(path, body, Map.of("X-Hub-Signature-256", "sha256=00"))
                        .status())
                .isEqualTo(401);
        assertThat(runner.post("/api/v3/codecollections/unknown/webhook", body, Map.of())
                        .status())
                .isEqualTo(401);
        assertThat(runner.post(path, " ".repeat(2_000_000), Map.of()).status()).isEqualTo(413);
        assertThat(runner.post(path, body, Map.of("X-Hub-Signature-256", "sha256=" + hmac(body)))
                        .status())
                .isEqualTo(202);
        await().atMost(SOON)
                .until(() -> runner.get("/api/v3/codecollections/pushed")
                        .body()
                        .path("commit")
                        .asString()
                        .equals(next));
    }

    @Test
    void rejectsBadDocumentsAndKeepsTheGoodOnes() {
        String url = "https://git.example/unknown.git";
        Answer answer = runner.apply(Samples.slx("default--good")
                + Samples.slx("default--good")
                + Samples.slx("other--good")
                + "---\nkind: Workflow\nmetadata: {name: x}\nspec: {}\n"
                + "---\nkind: ServiceLevelX\nmetadata: {}\nspec: {}\n"
                + "---\nkind: [unclosed\n"
                + Samples.sli("default--good", url, 0)
                + Samples.sli("default--lonely", url, 5)
                + "---\na: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a]\n"
                + "c: &c [*b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c]\n"
                + "e: &e [*d, *d, *d, *d, *d, *d, *d]\nf: &f [*e, *e, *e, *e, *e, *e, *e]\n"
                + "g: [*f, *f, *f, *f, *f, *f, *f]\n"
                + "---\n" + "[".repeat(5_000) + "]".repeat(5_000) + "\n"
                + "---\nkind: !!javax.script.ScriptEngineManager [x]\n"
                + "---\nkind: ServiceLevelX\nkind: ServiceLevelX\n"
                + "---\n&loop [*loop]\n");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.body().findValuesAsString("result"))
                .containsExactly(
                        "created",
                        "rejected",
                        "rejected",
                        "rejected",
                        "rejected",
                        "rejected",
                        "rejected",
                        "created",
                        "rejected",
                        "rejected",
                        "rejected",
                        "rejected",
                        "rejected");
        assertThat(message(answer, 1)).contains("two documents");
        assertThat(message(answer, 2)).contains("its prefix is \"other\"");
        assertThat(message(answer, 3)).contains("ServiceLevelX, ServiceLevelIndicator, Runbook", "Workflow");
        assertThat(message(answer, 4)).contains("metadata.name");
        assertThat(message(answer, 5)).contains("line ");
        assertThat(message(answer, 6)).contains("intervalSeconds", "found 0");
        assertThat(message(answer, 8)).contains("aliases");
        assertThat(message(answer, 9)).contains("deeper");
        assertThat(answer.body().get(7).path("warnings").toString())
                .contains("no ServiceLevelX default--lonely", "No CodeCollection is registered for " + url);
        assertThat(runner.apply(Samples.slx("good"))
                        .body()
                        .get(0)
                        .path("result")
                        .asString())
                .isIn("unchanged", "updated");
        assertThat(runner.get("/api/v3/workspaces/default/slxs/default--good").status())
                .isEqualTo(200);
        assertThat(runner.get("/api/v3/workspaces/default/slxs/other--good").status())
                .isEqualTo(400);
    }

    /** Stored, the first two could never be read again, and the third would be too long to be announced. */
    @ParameterizedTest
    @ValueSource(strings = {"number: NUMBER", "? KEY\n: x", "a: &a TEXT\nb: [*a, *a, *a]"})
    void rejectsWhatCouldBeStoredAndNotBeReadAgain(String content) {
        String spec = content.replace("NUMBER", "9".repeat(1_200))
                .replace("KEY", "k".repeat(60_000))
                .replace("TEXT", "t".repeat(400_000));

        Answer answer = runner.apply(Samples.slx("odd") + spec.indent(2));

        assertThat(answer.body().get(0).path("result").asString()).isEqualTo("rejected");
    }

    @Test
    void readsAllOthersWhenOneCannotBeRead() throws SQLException {
        assertThat(runner.apply(Samples.slx("default--broken")).status()).isEqualTo(200);
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "update resource set version = version + 1, spec = ('{\"n\": ' || repeat('9', 2000) || '}')::jsonb"
                            + " where name = 'broken'");
        }

        assertThat(runner.apply(Samples.slx("default--whole")).status()).isEqualTo(200);

        await().atMost(SOON)
                .until(() -> runner.get("/api/v3/workspaces/default/slxs/default--whole")
                                .status()
                        == 200);
        assertThat(runner.apply(Samples.slx("default--broken"))
                        .body()
                        .get(0)
                        .path("result")
                        .asString())
                .isEqualTo("updated");
        assertThat(runner.delete("/api/v3/workspaces/default/slxs/default--broken")
                        .status())
                .isLessThan(300);
    }

    @Test
    void sendsStoredCredentialsToNoOtherHost() {
        String credentials = ", \"credentials\": {\"token\": \"" + TOKEN + "\"}";
        assertThat(runner.putCollection("moves", spec("https://127.0.0.1:1/x.git", credentials))
                        .status())
                .isEqualTo(201);

        for (String elsewhere : List.of("https://127.0.0.2:1/x.git", "http://127.0.0.1:1/x.git")) {
            Answer moved = runner.putCollection("moves", spec(elsewhere, ""));
            assertThat(moved.status()).isEqualTo(400);
            assertThat(moved.body().path("detail").asString()).contains("https://127.0.0.1:1", "Give credentials");
        }
        assertThat(runner.putCollection("moves", spec("https://127.0.0.1:1/y.git", ""))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void refusesUploadsOverTheLimits() {
        assertThat(runner.apply("#" + " ".repeat(11 * 1024 * 1024)).status()).isEqualTo(413);
        assertThat(runner.apply("---\nkind: x\n".repeat(2_001)).status()).isEqualTo(400);
        assertThat(runner.apply("").status()).isEqualTo(400);
    }

    @Test
    void announcesWhatWasCommittedWhileKafkaWasAway() {
        kafka.close();
        assertThat(runner.apply(Samples.slx("away"))
                        .body()
                        .get(0)
                        .path("result")
                        .asString())
                .isEqualTo("created");

        kafka = EmbeddedKafka.start(kafkaSettings);

        await().atMost(SOON).until(() -> runner.state(Topics.RESOURCES).containsKey("default/SLX/away"));
    }

    private static String spec(String url, String more) {
        return "{\"repoURL\": \"" + url + "\"" + more + "}";
    }

    private static String detail(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        return answer.body().path("detail").asString();
    }

    private static String message(Answer answer, int index) {
        return answer.body().get(index).path("message").asString();
    }

    private static String hmac(String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(TOKEN.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
