package io.groundcrew.insight;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.insight.ingest.EventStore;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class LastGoodRunTest {

    private static final String WORKSPACE = "good";

    private final InsightServer server = SharedServer.SERVER;
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @Test
    void isTheLatestEarlierOneOfTheSameTasksThatCompletedWithoutAFailedTask() {
        TestRun older = at("web", 60);
        TestRun good = at("web", 50);
        TestRun otherTasks = at("web", 45);
        TestRun otherSlx = at("disk", 40);
        TestRun withFailedTask = at("web", 30);
        TestRun failed = at("web", 20);
        TestRun run = at("web", 10);
        TestRun later = at("web", 5);
        store(older.accepted(), older.end().event(), good.accepted(), good.end().event());
        store(
                otherTasks.accepted("Look"),
                otherTasks.end().event(),
                otherSlx.accepted(),
                otherSlx.end().event());
        store(
                withFailedTask.accepted(),
                withFailedTask.end().passed("Look").failed("Check").event());
        store(failed.accepted(), failed.end().outcome(Outcome.FAILED).event());
        store(
                run.accepted(),
                run.end().failed("Check").event(),
                later.accepted(),
                later.end().event());

        assertThat(server.json(WORKSPACE, path(run)).path("id").asString())
                .isEqualTo(good.ref().id().toString());
    }

    @Test
    void isFoundForAScheduledCheckToo() {
        TestRun good = TestRun.check(WORKSPACE, "checked", now.minusSeconds(20));
        TestRun onDemand = at("checked", 15);
        TestRun run = TestRun.check(WORKSPACE, "checked", now.minusSeconds(10));
        store(
                good.end().metric(1.0, Map.of()).event(),
                onDemand.accepted(),
                onDemand.end().event());
        store(run.end().outcome(Outcome.TIMED_OUT).event());

        JsonNode found = server.json(WORKSPACE, path(run));
        assertThat(found.path("id").asString()).isEqualTo(good.ref().id().toString());
        assertThat(found.path("metric").asDouble()).isEqualTo(1.0);
    }

    @Test
    void isNoneWhereNoRunWasGood() {
        TestRun run = at("never", 10);
        store(run.accepted(), run.end().outcome(Outcome.FAILED).event());

        HttpResponse<String> answer = server.get(WORKSPACE, path(run));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("No good run of the same tasks");
    }

    @Test
    void tellsTheValuesThatARunAloneWasGiven() {
        TestRun given = at("given", 20);
        TestRun plain = at("given", 10);
        store(given.started(1));
        assertThat(shown(given).has("runtimeVarOverrides"))
                .as("not known before the acceptance is seen")
                .isFalse();
        store(given.accepted(Map.of("LIMIT", "8\u0000 \"0\"")), plain.accepted());

        assertThat(shown(given).path("runtimeVarOverrides").path("LIMIT").asString())
                .isEqualTo("8\u0000 \"0\"");
        assertThat(shown(plain).path("runtimeVarOverrides").isEmpty()).isTrue();
        assertThat(shown(plain).has("runtimeVarOverrides")).isTrue();
    }

    private TestRun at(String slx, int secondsAgo) {
        return TestRun.onDemand(WORKSPACE, slx, now.minusSeconds(secondsAgo));
    }

    private JsonNode shown(TestRun run) {
        return server.json(
                WORKSPACE,
                "/api/v3/workspaces/" + WORKSPACE + "/run-requests/" + run.ref().id());
    }

    private static String path(TestRun run) {
        return "/api/v3/workspaces/" + WORKSPACE + "/run-requests/" + run.ref().id() + "/last-good";
    }

    private void store(RunEvent... events) {
        server.bean(EventStore.class).store(List.of(0), List.of(events));
    }
}
