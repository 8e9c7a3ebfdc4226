package io.groundcrew.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RunsEndToEndTest {

    private final InsightServer server = SharedServer.SERVER;

    @Test
    void showsASessionFromItsAcceptanceToItsOutcome() {
        TestRun run = TestRun.now("e2e-run", "web");
        String path = "/api/v3/workspaces/e2e-run/runsessions/" + run.ref().session();
        server.publish(Topics.EVENTS, run.key(), run.accepted("Check `a||b`", "Look"));

        JsonNode accepted = server.json("e2e-run", path);
        assertThat(accepted.path("name").asString()).isEqualTo("look");
        assertThat(accepted.path("active").asBoolean()).isTrue();
        assertThat(accepted.path("runRequests").path(0).path("processingStatus").asString())
                .isEqualTo("new");
        assertThat(accepted.path("runRequests").path(0).path("taskTitles").asString())
                .isEqualTo("Check `a\\|\\|b`||Look");

        server.publish(Topics.EVENTS, run.key(), run.started(1));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(server.json("e2e-run", path)
                                .path("runRequests")
                                .path(0)
                                .path("processingStatus")
                                .asString())
                        .isEqualTo("processing"));

        server.publish(
                Topics.EVENTS,
                run.key(),
                run.end()
                        .passed("Look")
                        .failed("Check `a||b`")
                        .issues(run.issue("Look", "Down", 2))
                        .event());
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !server.json("e2e-run", path).path("active").asBoolean());
        JsonNode request = server.json("e2e-run", path).path("runRequests").path(0);
        assertThat(request.path("processingStatus").asString()).isEqualTo("successful");
        assertThat(request.path("outcome").asString()).isEqualTo("Completed");
        assertThat(request.path("isCompleted").asBoolean()).isTrue();
        assertThat(request.path("failedTitles").asString()).isEqualTo("Check `a\\|\\|b`");
        assertThat(request.path("commit").asString()).isEqualTo("c0ffee");
        assertThat(request.path("issues").path(0).path("title").asString()).isEqualTo("Down");
        assertThat(request.path("issues").path(0).path("closed").asBoolean()).isFalse();
    }

    @Test
    void answersARunThatFailedWithItsReason() {
        TestRun run = TestRun.now("e2e-failed", "web");
        server.publish(
                Topics.EVENTS, run.key(), run.end().outcome(Outcome.TIMED_OUT).event());
        JsonNode request = server.json(
                "e2e-failed",
                "/api/v3/workspaces/e2e-failed/run-requests/" + run.ref().id());
        assertThat(request.path("processingStatus").asString()).isEqualTo("failed");
        assertThat(request.path("reason").asString()).isEqualTo("It went wrong.");
    }

    /** Attack case 3. */
    @Test
    void showsNothingOfAnotherWorkspace() {
        TestRun run = TestRun.onDemand("e2e-own", "web", Instant.now());
        server.publish(
                Topics.EVENTS,
                run.key(),
                run.end().passed("Look").issues(run.issue("Look", "Down", 2)).event());
        String own = "/api/v3/workspaces/e2e-own/";
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        server.get("e2e-own", own + "run-requests/" + run.ref().id())
                                        .statusCode()
                                == 200);
        String issue = server.json("e2e-own", own + "issues")
                .path("results")
                .path(0)
                .path("id")
                .asString();

        String other = "/api/v3/workspaces/e2e-other/";
        for (String path : new String[] {
            "run-requests/" + run.ref().id(),
            "run-requests/" + run.ref().id() + "/log",
            "run-requests/" + run.ref().id() + "/log/stream",
            "run-requests/" + run.ref().id() + "/report",
            "runsessions/" + run.ref().session(),
            "issues/" + issue,
            "issueoccurrences?issueId=" + issue
        }) {
            assertThat(server.get("e2e-other", other + path).statusCode())
                    .as(path)
                    .isEqualTo(404);
            assertThat(server.get("e2e-other", own + path).statusCode())
                    .as(path)
                    .isEqualTo(403);
        }
        assertThat(server.json("e2e-other", other + "issues").path("results")).isEmpty();
        assertThat(server.json("e2e-other", other + "insights").path("results")).isEmpty();
        assertThat(server.json("e2e-other", other + "runsessions").path("results"))
                .isEmpty();
        assertThat(server.get("e2e-other", other + "slxs/e2e-own--web/runbook/runs")
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.json("e2e-other", other + "slxs/web/runbook/runs").path("results"))
                .isEmpty();
    }
}
