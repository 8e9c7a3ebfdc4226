package io.groundcrew.insight;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.insight.ingest.EventStore;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Attack cases 55 and 58. */
class PagesTest {

    private static final InsightServer SERVER = SharedServer.SERVER;
    private static final String LIST = "/api/v3/workspaces/pages/";
    private static final int RUNS = 23;

    @BeforeAll
    static void storesRunsThatWereRequestedAtTheSameTime() {
        List<RunEvent> events = new ArrayList<>();
        Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        for (int i = 0; i < RUNS; i++) {
            TestRun run = TestRun.onDemand("pages", "web", at);
            events.add(run.accepted());
            events.add(run.end()
                    .passed("Task " + i)
                    .issues(run.issue("Task " + i, "Down", 1 + i % 4))
                    .event());
        }
        SERVER.bean(EventStore.class).store(List.of(0), events);
    }

    @Test
    void walksThroughEveryListWithoutALossOrADouble() {
        for (String list : List.of(
                "runsessions?limit=5",
                "slxs/web/runbook/runs?limit=5",
                "issues?limit=5",
                "issues?limit=5&closed=false&slx=pages--web")) {
            List<String> ids = new ArrayList<>();
            String next = LIST + list;
            while (next != null) {
                JsonNode page = SERVER.json("pages", next);
                assertThat(page.path("results").size()).isBetween(1, 5);
                page.path("results").forEach(row -> ids.add(row.path("id").asString()));
                next = page.path("next").isNull() ? null : page.path("next").asString();
            }
            assertThat(ids).as(list).hasSize(RUNS).doesNotHaveDuplicates();
        }
    }

    @Test
    void cutsTheTextsOfIssuesInListsOfRuns() {
        TestRun run = TestRun.onDemand("pages-long", "web", Instant.now());
        SERVER.bean(EventStore.class)
                .store(
                        List.of(0),
                        List.of(
                                run.end()
                                        .issues(run.issue("Look", "Down", 2, "x".repeat(50_000)))
                                        .event(),
                                TestRun.onDemand("pages-long", "web", Instant.now())
                                        .end()
                                        .event()));
        String path = "/api/v3/workspaces/pages-long/";
        JsonNode list = SERVER.json("pages-long", path + "slxs/web/runbook/runs?limit=5");
        assertThat(list.path("results").findValuesAsString("details")).containsExactly("x".repeat(2_000) + "…");
        JsonNode one =
                SERVER.json("pages-long", path + "run-requests/" + run.ref().id());
        assertThat(one.path("issues").path(0).path("details").asString()).hasSize(50_000);
    }

    @Test
    void walksThroughInsights() {
        List<String> titles = new ArrayList<>();
        String next = LIST + "insights?limit=10";
        while (next != null) {
            JsonNode page = SERVER.json("pages", next);
            page.path("results").forEach(row -> titles.add(row.path("taskTitle").asString("whole")));
            next = page.path("next").isNull() ? null : page.path("next").asString();
        }
        assertThat(titles).hasSize(RUNS + 1).doesNotHaveDuplicates();
    }

    @Test
    void walksThroughInsightsWhateverTheirTitles() {
        TestRun run = TestRun.now("pages-titles", "x".repeat(191));
        List<String> all = List.of("a\n", "b\n\n\nb", "c".repeat(2_000), "ü".repeat(2_000));
        SERVER.bean(EventStore.class)
                .store(
                        List.of(0),
                        List.of(run.end().passed(all.toArray(String[]::new)).event()));
        List<String> titles = new ArrayList<>();
        String next = "/api/v3/workspaces/pages-titles/insights?limit=1";
        while (next != null) {
            JsonNode page = SERVER.json("pages-titles", next);
            page.path("results").forEach(row -> titles.add(row.path("taskTitle").asString("whole")));
            next = page.path("next").isNull() ? null : page.path("next").asString();
        }
        assertThat(titles).hasSize(all.size() + 1).doesNotHaveDuplicates().contains("a\n", "b\n\n\nb");
    }

    @Test
    void refusesLimitsOutOfBounds() {
        for (String limit : List.of("0", "-1", "251", "1000000000", "x")) {
            assertThat(SERVER.get("pages", LIST + "issues?limit=" + limit).statusCode())
                    .as(limit)
                    .isEqualTo(400);
        }
    }

    @Test
    void refusesACursorThatIsNotThisLists() {
        String next = SERVER.json("pages", LIST + "issues?limit=5").path("next").asString();
        String cursor = next.substring(next.indexOf("cursor=") + 7);
        for (String other :
                List.of("x", "%00", "AAAA", "' OR 1=1", cursor.substring(1), "A" + cursor, cursor + "AAAA")) {
            String path = LIST + "issues?limit=5&cursor=" + URLEncoder.encode(other, StandardCharsets.UTF_8);
            assertThat(SERVER.get("pages", path).statusCode()).as(other).isEqualTo(400);
        }
        assertThat(SERVER.get("pages", LIST + "runsessions?cursor=" + cursor).statusCode())
                .isEqualTo(400);
        assertThat(SERVER.get("pages", LIST + "issues?severity=1&cursor=" + cursor)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void refusesAQueryThatIsNoUtf8() {
        var answer = SERVER.get("pages", LIST + "issues?slx=%ed%a0%80");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Expected names and values in UTF-8");
    }

    @Test
    void takesFiltersAsValuesOnly() {
        String injection = URLEncoder.encode("web' OR '1'='1", StandardCharsets.UTF_8);
        assertThat(SERVER.get("pages", LIST + "issues?slx=" + injection).statusCode())
                .isEqualTo(400);
        assertThat(SERVER.json("pages", LIST + "slxs/web/sli/recent?subName=" + injection))
                .isEmpty();
    }
}
