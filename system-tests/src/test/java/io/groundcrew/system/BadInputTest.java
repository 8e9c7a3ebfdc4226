package io.groundcrew.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Bad input and trouble: each ends where it should, says where and what to do, and holds up nobody else's check. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {

    private static final Duration PULSE = Duration.ofSeconds(5);

    private Path directory;

    private Installation groundcrew;
    private Api api;
    private Scenario scenario;
    private Path checks;
    private Instant firstBegun;
    private Instant begun;

    @BeforeAll
    void start(@TempDir Path temporary) {
        directory = temporary;
        groundcrew = new Installation(directory.resolve("data")).up();
        api = groundcrew.api();
        scenario = new Scenario(api, directory);
        checks = scenario.repository("checks", "checks");
        scenario.collection("checks", checks);
        scenario.slx("pulse", checks, Scenario.TASKS, Scenario.TASKS, 5, Map.of());
        scenario.slx("tasks", checks, Scenario.TASKS, Scenario.TASKS, 0, Map.of());
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !scenario.samples("pulse").isEmpty());
        firstBegun = Instant.now();
    }

    @AfterAll
    void stop() {
        try {
            scenario.pulseWentOnSince(firstBegun);
        } finally {
            groundcrew.close();
        }
    }

    @BeforeEach
    void noteTheTime() {
        begun = Instant.now();
    }

    /** Every test that lasted for a fire of it; the whole class is looked at in {@link #stop}. */
    @AfterEach
    void anotherSlxsCheckStillRanOnTime() {
        if (begun.plus(PULSE).isBefore(Instant.now())) {
            scenario.pulseWentOnSince(begun);
        }
    }

    @Test
    void unreachableRepository() {
        Api.Answer answer = api.register("away", "http://127.0.0.1:" + Installation.freePort() + "/none.git");

        if (answer.status() == 422) {
            assertThat(answer.detail()).contains("127.0.0.1");
        } else {
            assertThat(answer.status()).isEqualTo(201);
            await().atMost(Duration.ofSeconds(30)).until(() -> syncState("away").equals("failed"));
            assertThat(collection("away").path("sync").path("message").asString(""))
                    .contains("127.0.0.1");
        }
    }

    @Test
    void emptyRepository() throws IOException {
        Path empty = directory.resolve("empty.git");
        Files.createDirectories(empty.resolve("objects"));
        Files.createDirectories(empty.resolve("refs/heads"));
        Files.writeString(empty.resolve("HEAD"), "ref: refs/heads/main\n");

        Api.Answer answer = api.register("empty", empty.toUri().toString());

        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.detail()).containsIgnoringCase("empty");
    }

    @Test
    void missingRef() {
        Api.Answer answer = api.put(
                "/api/v3/codecollections/missing-ref",
                Map.of("repoURL", checks.toUri().toString(), "branch", "no-such-branch"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.detail()).contains("no-such-branch");
    }

    @Test
    void schemeThatIsNotAllowed() {
        Api.Answer answer = api.register("ext", "ext::sh -c touch% /tmp/pwned");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).contains("https");
    }

    @Test
    void bundleWithASyntaxError() {
        scenario.slx("broken", checks, "codebundles/broken/sli.robot", Scenario.TASKS, 5, Map.of());

        await().atMost(Duration.ofSeconds(40))
                .until(() -> sliRuns("broken").stream().anyMatch(one -> one.has("outcome")));
        JsonNode run = sliRuns("broken").stream()
                .filter(one -> one.has("outcome"))
                .findFirst()
                .orElseThrow();
        assertThat(run.path("outcome").asString("")).isIn("Failed", "Completed", "Refused");
        assertThat(run.path("reason").asString("") + run.path("failedTitles").asString(""))
                .isNotBlank();
        assertThat(scenario.samples("broken")).isEmpty();
        api.delete(Api.WORKSPACE + "/slxs/broken");
    }

    @Test
    void yamlWithAnUnknownKind() {
        JsonNode result =
                rejected("apiVersion: runwhen.com/v1\nkind: Spaceship\nmetadata: {name: default--x}\nspec: {}\n");

        assertThat(result.path("message").asString("")).contains("Spaceship").contains("ServiceLevelX");
    }

    @Test
    void duplicateNameInOneUpload() {
        String document = Scenario.document("twice", checks, Scenario.TASKS, Scenario.TASKS, 0, Map.of());

        Api.Answer answer = api.apply(document + "---\n" + document);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()
                        .valueStream()
                        .filter(one -> one.path("result").asString("").equals("rejected")))
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.path("message").asString("")).contains("twice"));
    }

    @Test
    void missingName() {
        JsonNode result = rejected("apiVersion: runwhen.com/v1\nkind: ServiceLevelX\nmetadata: {}\nspec: {}\n");

        assertThat(result.path("message").asString("")).contains("name");
    }

    @Test
    void anotherWorkspacesPrefix() {
        JsonNode result = rejected(
                "apiVersion: runwhen.com/v1\nkind: ServiceLevelX\nmetadata: {name: other--x}\nspec: {alias: x}\n");

        assertThat(result.path("message").asString("")).contains("other").contains("default");
    }

    @Test
    void sliWithoutItsSlxIsAcceptedWithAWarning() {
        String whole = Scenario.document("orphan", checks, Scenario.TASKS, Scenario.TASKS, 60, Map.of());
        String sli = whole.split("---\n")[1];

        Api.Answer answer = api.apply(sli);

        assertThat(answer.body().get(0).path("result").asString("")).isEqualTo("created");
        assertThat(answer.body().get(0).path("warnings").toString()).contains("orphan");
    }

    @Test
    void documentOverTheLimit() {
        Api.Answer answer = api.send(api.request(Api.WORKSPACE + "/apply")
                .header("Content-Type", "application/yaml")
                .POST(BodyPublishers.ofString("# " + "x".repeat(11 * 1024 * 1024))));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.detail()).contains("10");
    }

    @Test
    void intervalOfZero() {
        String document = Scenario.document("zero", checks, Scenario.TASKS, Scenario.TASKS, 60, Map.of())
                .replace("intervalSeconds: 60", "intervalSeconds: 0");

        Api.Answer answer = api.apply(document);

        JsonNode sli = answer.body().get(1);
        assertThat(sli.path("result").asString("")).isEqualTo("rejected");
        assertThat(sli.path("message").asString("")).contains("intervalSeconds").contains("5");
    }

    @Test
    void unknownTaskTitle() {
        JsonNode run = scenario.ran("tasks", "Say Helo");

        assertThat(run.path("outcome").asString("")).isEqualTo("Refused");
        assertThat(run.path("reason").asString("")).contains("Say Helo").contains("Say Hello");
    }

    @Test
    void unknownSlx() {
        Api.Answer answer = api.run("no-such-slx");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.detail()).contains("no-such-slx");
    }

    @Test
    void taskThatPrints50Mb() {
        JsonNode run = scenario.ran("tasks", "Print 50 MB");

        assertThat(run.path("outcome").asString("")).isEqualTo("Completed");
        assertThat(run.path("logLength").asLong(0)).isLessThan(11L * 1024 * 1024);
        String log = api.get(Api.WORKSPACE + "/run-requests/" + run.path("id").asString("") + "/log")
                .text();
        assertThat(log.substring(Math.max(0, log.length() - 500))).contains("10");
    }

    @Test
    void taskThatNeverEnds() {
        JsonNode run = scenario.ran("tasks", "Never End");

        assertThat(run.path("outcome").asString("")).isEqualTo("TimedOut");
        assertThat(run.path("reason").asString("")).contains("never.sh").contains("raise the task's timeout");
    }

    @Test
    void taskThatForksChildren() {
        JsonNode run = scenario.ran("tasks", "Leave Children Behind");

        assertThat(run.path("outcome").asString("")).isEqualTo("Completed");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> ProcessHandle.allProcesses()
                        .noneMatch(process ->
                                process.info().commandLine().orElse("").endsWith("sleep 987")));
    }

    @Test
    void taskThatExits137() {
        JsonNode run = scenario.ran("tasks", "Exit 137");

        assertThat(run.path("outcome").asString("")).isIn("Completed", "Failed");
        assertThat(run.path("failedTitles").asString("")).isEqualTo("Exit 137");
    }

    @Test
    void invalidToken() {
        Api stranger = new Api(groundcrew.url(), "gc_wrong");

        Api.Answer answer = stranger.get("/api/v3/workspaces");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.detail()).isNotBlank();
    }

    /** Attack case 34: a second collection has the same bundle and title, and programs named like the system's. */
    @Test
    void attackCase34TwoCollectionsWithTheSameTaskNeverMeet() throws IOException {
        Path twin = scenario.repository("checks", "twin");
        Path bundle = scenario.files("twin").resolve("codebundles/tasks");
        Files.writeString(bundle.resolve("hello.sh"), "main() { echo \"hello from the twin\"; echo '[]' >&3; }\n");
        for (String shadow : List.of("bash", "curl", "python3")) {
            Path program = Files.writeString(bundle.resolve(shadow), "#!/bin/sh\necho shadowed\n");
            assertThat(program.toFile().setExecutable(true)).isTrue();
        }
        Scenario.publish(scenario.files("twin"), twin);
        scenario.collection("twin", twin);
        scenario.slx("twin", twin, Scenario.TASKS, Scenario.TASKS, 0, Map.of());

        String theirs = logOf(scenario.ran("twin", "Say Hello").path("id").asString(""));
        String ours = logOf(scenario.ran("tasks", "Say Hello").path("id").asString(""));

        assertThat(theirs).contains("hello from the twin").doesNotContain("shadowed");
        assertThat(ours).contains("hello").doesNotContain("twin").doesNotContain("shadowed");
    }

    @Test
    void collectionMovedToAnotherCommitWhileARunIsInFlight() throws IOException {
        Path gate = directory.resolve("gate-commit");
        scenario.slx("moving", checks, Scenario.TASKS, Scenario.TASKS, 0, Map.of("GATE", gate.toString()));
        String run = scenario.start("moving", "Talk Until The Gate Opens");
        await().atMost(Duration.ofSeconds(30)).until(() -> logOf(run).contains("line 1"));
        Files.writeString(
                scenario.files("checks").resolve("codebundles/tasks/hello.sh"),
                "main() { echo \"hello again\"; echo \"[]\" >&3; }\n");
        String commit = Scenario.publish(scenario.files("checks"), checks);

        api.post("/api/v3/codecollections/checks/sync", Map.of());
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            JsonNode environment = collection("checks").path("environment");
            return environment.path("state").asString("").equals("ready")
                    && environment.path("commit").asString("").equals(commit);
        });
        JsonNode hello = scenario.ran("tasks", "Say Hello");
        Files.createFile(gate);

        assertThat(hello.path("commit").asString("")).isEqualTo(commit);
        assertThat(logOf(hello.path("id").asString(""))).contains("hello again");
        assertThat(scenario.finished(run).path("outcome").asString("")).isEqualTo("Completed");
    }

    @Test
    void slxDeletedWhileItsRunIsInFlight() throws IOException {
        Path gate = directory.resolve("gate-delete");
        scenario.slx("leaving", checks, Scenario.TASKS, Scenario.TASKS, 0, Map.of("GATE", gate.toString()));
        String run = scenario.start("leaving", "Talk Until The Gate Opens");
        await().atMost(Duration.ofSeconds(30)).until(() -> logOf(run).contains("line 1"));

        assertThat(api.delete(Api.WORKSPACE + "/slxs/leaving").status()).isEqualTo(204);
        Files.createFile(gate);

        assertThat(scenario.finished(run).path("outcome").asString("")).isEqualTo("Completed");
        assertThat(api.run("leaving").status()).isEqualTo(404);
    }

    @Test
    void intervalChangedWhileARunIsInFlight() {
        scenario.slx("tempo", checks, Scenario.TASKS, Scenario.TASKS, 300, Map.of());
        await().atMost(Duration.ofSeconds(30))
                .until(() -> scenario.samples("tempo").size() == 1);

        scenario.slx("tempo", checks, Scenario.TASKS, Scenario.TASKS, 5, Map.of());

        await().atMost(Duration.ofSeconds(30))
                .until(() -> scenario.samples("tempo").size() >= 3);
        assertThat(sliRuns("tempo"))
                .allSatisfy(run ->
                        assertThat(run.path("outcome").asString("Completed")).isEqualTo("Completed"));
    }

    private JsonNode rejected(String yaml) {
        Api.Answer answer = api.apply(yaml);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode result = answer.body().get(0);
        assertThat(result.path("result").asString("")).as(answer.text()).isEqualTo("rejected");
        return result;
    }

    private JsonNode collection(String name) {
        return api.get("/api/v3/codecollections/" + name).body();
    }

    private String syncState(String name) {
        return collection(name).path("sync").path("state").asString("");
    }

    private List<JsonNode> sliRuns(String slx) {
        return api.get(Api.WORKSPACE + "/slxs/" + slx + "/sli/runs").results();
    }

    private String logOf(String run) {
        return api.get(Api.WORKSPACE + "/run-requests/" + run + "/log").text();
    }
}
