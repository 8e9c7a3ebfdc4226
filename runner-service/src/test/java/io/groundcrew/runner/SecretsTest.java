package io.groundcrew.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groundcrew.chassis.identity.Caller;
import io.groundcrew.chassis.identity.Role;
import io.groundcrew.chassis.identity.RunTokens;
import io.groundcrew.chassis.keys.KeyProperties;
import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.chassis.keys.SealedBox;
import io.groundcrew.contracts.fleet.WorkerBeat;
import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.run.SecretRef;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.contracts.wire.Wire;
import io.groundcrew.embedded.EmbeddedKafka;
import io.groundcrew.embedded.ServiceDatabase;
import io.groundcrew.embedded.test.TestDatabase;
import io.groundcrew.embedded.test.TestKafka;
import io.groundcrew.runner.RunningRunner.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The workspaces' own secrets over the API: attack cases 40 to 42. */
@ExtendWith(OutputCaptureExtension.class)
class SecretsTest {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String SECRETS = "/api/v3/workspaces/default/secrets";
    private static final String VALUE = "hunter2-0123456789";

    @TempDir
    static Path directory;

    static EmbeddedKafka kafka;
    static ServiceDatabase database;
    static RunningRunner runner;

    @BeforeAll
    static void start() {
        kafka = TestKafka.own();
        database = TestDatabase.fresh("runner");
        runner = running();
    }

    private static RunningRunner running() {
        RunningRunner started = new RunningRunner(
                kafka.bootstrapServers(), database, directory, "logging.level.org.springframework.web=TRACE");
        started.awaitWorkspace();
        return started;
    }

    @AfterAll
    static void stop() {
        runner.close();
        kafka.close();
    }

    @Test
    void takesSecretsAndNeverGivesThemBack(CapturedOutput output) {
        Answer stored = put("{\"first\": \"" + VALUE + "\", \"second\": \"" + VALUE + "\"}");
        assertThat(stored.status()).as(stored.text()).isEqualTo(200);
        assertThat(stored.body().path("created").toString()).isEqualTo("[\"first\",\"second\"]");
        assertThat(put("{\"first\": \"" + VALUE + "-new\"}")
                        .body()
                        .path("replaced")
                        .toString())
                .isEqualTo("[\"first\"]");

        Answer keys = runner.get(SECRETS + "-keys");
        assertThat(keys.body().path("results").get(0).path("key").stringValue()).isEqualTo("first");
        assertThat(keys.body().path("results").get(0).path("modifiedBy").stringValue())
                .isEqualTo("test");
        assertThat(runner.get(SECRETS + "/first").status()).isEqualTo(404);
        assertThat(runner.get(SECRETS).status()).isEqualTo(404);
        assertThat(keys.text()
                        + stored.text()
                        + runner.get(SECRETS + "/first/usage").text())
                .doesNotContain("hunter2");

        assertThat(runner.delete(SECRETS + "/first").status()).isEqualTo(204);
        assertThat(runner.delete(SECRETS + "/first").status()).isEqualTo(404);
        assertThat(runner.get(SECRETS + "-keys").text()).contains("second").doesNotContain("first");
        // Attack case 42, with the framework's own logs at their most talkative.
        assertThat(output.getAll()).contains("SecretUpload[…]").doesNotContain("hunter2");
    }

    /** Attack case 41. */
    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/b", "a@b", "", ".x", "x y", "x\\u0000", "ä"})
    void refusesANameThatIsNone(String name) {
        Answer answer = put("{\"good\": \"v\", \"" + name + "\": \"" + VALUE + "\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .containsAnyOf("Rename it", "the character NUL")
                .doesNotContain("hunter2");
        assertThat(runner.get(SECRETS + "-keys").text()).doesNotContain("good");
    }

    @Test
    void refusesWhatIsEmptyOrTooLargeOrNotThere() {
        assertThat(put("{\"x\": \"\"}").text()).contains("64 KiB");
        assertThat(put("{\"x\": null}").status()).isEqualTo(400);
        Answer large = put("{\"x\": \"" + "hunter2!".repeat(8 * 1024 + 1) + "\"}");
        assertThat(large.status()).isEqualTo(400);
        assertThat(large.text()).contains("65544 bytes").doesNotContain("hunter2");
        assertThat(put("{}").status()).isEqualTo(400);
        assertThat(runner.post(SECRETS, "{}", Map.of()).text()).contains("Expected an object");
        Answer broken = runner.post(SECRETS, "{\"secrets\": {\"x\": \"" + VALUE + "\"", Map.of());
        assertThat(broken.status()).isEqualTo(400);
        assertThat(broken.text()).doesNotContain("hunter2");
    }

    /** Attack case 41. */
    @Test
    void keepsTheWorkspacesApartAndAsksForARole() {
        put("{\"mine\": \"" + VALUE + "\"}");

        assertThat(runner.get("/api/v3/workspaces/other/secrets-keys").status()).isEqualTo(404);
        Caller reader = new Caller("r", Map.of("default", Role.READANDRUN), "q");
        Caller stranger = new Caller("s", Map.of("other", Role.ADMIN), "q");
        assertThat(runner.as(reader, "POST", SECRETS, "{\"secrets\": {\"x\": \"y\"}}")
                        .status())
                .isEqualTo(403);
        assertThat(runner.as(reader, "DELETE", SECRETS + "/mine", "").status()).isEqualTo(403);
        assertThat(runner.as(stranger, "GET", SECRETS + "-keys", "").status()).isEqualTo(403);
        assertThat(runner.as(reader, "GET", SECRETS + "-keys", "").status()).isEqualTo(200);
    }

    @Test
    void tellsWhoNamesASecret() {
        put("{\"shop-token\": \"" + VALUE + "\"}");
        runner.apply(Samples.slx("shop")
                + Samples.runbook("shop", "https://git.invalid/x.git")
                        .replace("k8s:file@secret/kubeconfig:kubeconfig", "shop-token"));

        await().atMost(SOON).untilAsserted(() -> {
            var uses = runner.get(SECRETS + "/shop-token/usage").body().path("results");
            assertThat(uses.size()).isEqualTo(1);
            assertThat(uses.get(0).path("slxName").stringValue()).isEqualTo("default--shop");
            assertThat(uses.get(0).path("kind").stringValue()).isEqualTo("Runbook");
            assertThat(uses.get(0).path("variable").stringValue()).isEqualTo("kubeconfig");
        });
        assertThat(runner.get(SECRETS + "/none/usage").status()).isEqualTo(404);
    }

    @Test
    void sealsASecretIntoEveryCheck() {
        KeyPair location = new KeyRing(new KeyProperties(directory.resolve("worker"), directory.resolve("public")))
                .location("local");
        GitCollection git = new GitCollection(directory.resolve("checks"));
        String commit = git.commitDisk();
        runner.putCollection("checks", "{\"repoURL\": \"" + git.url() + "\", \"branch\": \"main\"}");
        runner.post("/api/v3/codecollections/checks/sync", "", Map.of());
        runner.apply(Samples.slx("default--disk")
                + Samples.sli("default--disk", git.url(), 5)
                + "  secretsProvided: [{name: TOKEN, workspaceKey: check-token}]\n");
        await().atMost(SOON).until(() -> runner.state(Topics.POOLS).containsKey("local.checks"));
        runner.beat("w1", "local", new WorkerBeat.Environment("checks", commit, WorkerBeat.State.READY, null));

        put("{\"check-token\": \"" + VALUE + "\"}");
        TaskRequest request = await()
                .atMost(SOON)
                .until(
                        () -> runner.state(Topics.requests("local", "checks", Lane.SCHEDULED))
                                .values(),
                        sent -> sent.stream().anyMatch(SecretsTest::hasItsSecret))
                .stream()
                .filter(SecretsTest::hasItsSecret)
                .map(sent -> Wire.read(sent, TaskRequest.class))
                .findFirst()
                .orElseThrow();
        SecretRef secret = request.secrets().getFirst();
        assertThat(SealedBox.open(
                        location.getPrivate(),
                        Objects.requireNonNull(secret.sealed()),
                        SecretRef.sealContext(request.run().id(), "TOKEN")))
                .isEqualTo(VALUE.getBytes(StandardCharsets.UTF_8));
        String token = new String(
                SealedBox.open(
                        location.getPrivate(),
                        Base64.getDecoder().decode(Objects.requireNonNull(request.sealedToken())),
                        TaskRequest.tokenContext(request.run())),
                StandardCharsets.US_ASCII);
        assertThat(RunTokens.read(runner.gatewayKeys, token, request.notAfter().plus(request.timeout())))
                .hasValueSatisfying(grant -> {
                    assertThat(grant.role()).isEqualTo(Role.READONLY);
                    assertThat(grant.workspace()).isEqualTo("default");
                });
        runner.delete("/api/v3/workspaces/default/slxs/disk");
    }

    private static boolean hasItsSecret(byte[] sent) {
        return Wire.read(sent, TaskRequest.class).secrets().getFirst().sealed() != null;
    }

    /** Attack case 40. */
    @Test
    void storesNoPlaintextAndReencryptsUnderANewKeyAtItsStart() throws Exception {
        put("{\"kept\": \"" + VALUE + "\"}");
        runner.putCollection(
                "private",
                "{\"repoURL\": \"https://git.invalid/p.git\", \"credentials\": {\"token\": \"" + VALUE + "\"}}");
        assertThat(dump()).contains("kept").doesNotContain("hunter2").doesNotContain(hex("hunter2"));
        assertThat(keyNumbers()).containsOnly(1);

        Path keys = directory.resolve("runner");
        Files.writeString(
                keys.resolve("runner-credentials-2.secret"), Base64.getEncoder().encodeToString(new byte[32]));
        runner.close();
        runner = running();
        await().atMost(SOON).untilAsserted(() -> assertThat(keyNumbers()).containsOnly(2));

        assertThat(dump()).doesNotContain("hunter2").doesNotContain(hex("hunter2"));
    }

    private static String dump() throws SQLException {
        StringBuilder all = new StringBuilder();
        for (String table : List.of("workspace_secret", "collection", "change_counter")) {
            query("select t::text from " + table + " t", row -> all.append(row.getString(1)));
        }
        return all.toString();
    }

    private static List<Integer> keyNumbers() throws SQLException {
        List<Integer> numbers = new ArrayList<>();
        query("""
                select get_byte(value, 0) from workspace_secret union all
                select get_byte(credentials, 0) from collection where credentials is not null""", row -> numbers.add(row.getInt(1)));
        return numbers;
    }

    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    private static void query(String sql, Row reader) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Answer put(String secrets) {
        return runner.post(SECRETS, "{\"secrets\": " + secrets + "}", Map.of());
    }
}
