package io.groundcrew.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The main job: a check that fails raises an issue, which counts up and closes again. */
class StoryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void raisesAnIssueForAClosedPortAndClosesItWhenThePortOpens() throws IOException {
        try (Installation groundcrew = new Installation(directory.resolve("data")).up()) {
            tell(groundcrew, () -> {});
        }
    }

    @Test
    void tellsTheSameStoryOnFourProcessesThatAreEachStoppedAndStarted() throws IOException {
        try (Installation groundcrew = new Installation(directory.resolve("data")).up("--separate")) {
            tell(groundcrew, () -> {
                for (String service : List.of("runner", "worker", "insight", "gateway")) {
                    groundcrew.service("stop", service);
                    groundcrew.service("start", service);
                }
                await().atMost(PATIENCE)
                        .ignoreExceptions()
                        .until(() -> groundcrew.api().get("/api/v3/workspaces").status() == 200
                                && groundcrew
                                                .api()
                                                .get(Api.WORKSPACE + "/insights")
                                                .status()
                                        == 200);
            });
        }
    }

    private void tell(Installation groundcrew, Runnable meanwhile) throws IOException {
        Api api = groundcrew.api();
        Scenario scenario = new Scenario(api, directory);
        Path checks = scenario.repository("checks", "checks");
        scenario.collection("checks", checks);
        int port = Installation.freePort();
        scenario.slx(
                "port",
                checks,
                "codebundles/port/sli.robot",
                "codebundles/port/runbook.robot",
                10,
                Map.of("PORT", String.valueOf(port)));

        try (ServerSocket open = listen(port)) {
            await().atMost(PATIENCE).until(() -> lastSample(scenario) == 1.0);
            assertThat(outcome(scenario)).isEqualTo("Completed");
            assertThat(scenario.openIssues("port")).isEmpty();
            assertThat(open.isBound()).isTrue();
        }

        await().atMost(PATIENCE).until(() -> lastSample(scenario) == 0.0);
        assertThat(outcome(scenario)).isEqualTo("Completed");
        await().atMost(PATIENCE).until(() -> scenario.openIssues("port").size() == 1);
        JsonNode issue = scenario.openIssues("port").getFirst();
        assertThat(issue.path("severity").asInt()).isEqualTo(2);
        assertThat(issue.path("title").asString("")).contains("`" + port + "` is closed");
        assertThat(issue.path("openOccurrenceCount").asInt()).isEqualTo(1);

        meanwhile.run();

        assertThat(outcome(scenario)).isEqualTo("Completed");
        await().atMost(PATIENCE)
                .until(() -> scenario.openIssues("port")
                                .getFirst()
                                .path("openOccurrenceCount")
                                .asInt()
                        == 2);

        try (ServerSocket open = listen(port)) {
            assertThat(open.isBound()).isTrue();
            assertThat(outcome(scenario)).isEqualTo("Completed");
            await().atMost(PATIENCE).until(() -> scenario.openIssues("port").isEmpty());
            await().atMost(PATIENCE).until(() -> lastSample(scenario) == 1.0);
        }
        JsonNode closed = api.get(Api.WORKSPACE + "/issues/" + issue.path("id").asString(""))
                .body();
        assertThat(closed.path("closed").asBoolean(false)).isTrue();
        assertThat(closed.path("totalOccurrenceCount").asInt()).isEqualTo(2);
    }

    private static String outcome(Scenario scenario) {
        return scenario.ran("port", "Look At Port `${PORT}`").path("outcome").asString("");
    }

    private static double lastSample(Scenario scenario) {
        List<JsonNode> samples = scenario.samples("port");
        return samples.isEmpty() ? Double.NaN : samples.getLast().path("value").asDouble();
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 16, InetAddress.getByName("127.0.0.1"));
    }
}
