package io.groundcrew.insight;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.insight.ingest.EventStore;
import io.groundcrew.insight.output.OutputStore;
import io.groundcrew.insight.storage.Partitions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

class RunOrderTest {

    private final InsightServer server = SharedServer.SERVER;
    private final EventStore store = server.bean(EventStore.class);

    @Test
    void seesTheSameRunInWhateverOrderAndHoweverOftenItsEventsCome() {
        Set<String> seen = new HashSet<>();
        for (List<Integer> order : List.of(
                List.of(0, 1, 2),
                List.of(0, 2, 1),
                List.of(1, 0, 2),
                List.of(1, 2, 0),
                List.of(2, 0, 1),
                List.of(2, 1, 0))) {
            for (boolean together : new boolean[] {true, false}) {
                TestRun run = TestRun.onDemand("order", "web", Instant.parse("2026-11-20T10:00:00Z"));
                List<RunEvent> all = List.of(
                        run.accepted("Look"),
                        run.started(1),
                        run.end().passed("Look").log(5).event());
                List<RunEvent> events = new ArrayList<>();
                order.forEach(i -> {
                    events.add(all.get(i));
                    events.add(all.get(i));
                });
                if (together) {
                    store.store(List.of(0), events);
                } else {
                    events.forEach(event -> store.store(List.of(0), List.of(event)));
                }
                JsonNode session = server.json(
                        "order",
                        "/api/v3/workspaces/order/runsessions/" + run.ref().session());
                seen.add(session.toString()
                        .replace(run.ref().id().toString(), "RUN")
                        .replace(String.valueOf(run.ref().session()), "SESSION")
                        .replaceAll("\"created\":\"[^\"]*\"", ""));
            }
        }
        assertThat(seen).hasSize(1);
        assertThat(seen.iterator().next()).contains("\"worker\":\"worker-1\"").contains("\"name\":\"look\"");
    }

    @Test
    void keepsTheFirstOutcomeAndTheLaterOneAsALateAttempt() {
        TestRun run = TestRun.now("late", "web");
        store.store(List.of(0), List.of(run.end().outcome(Outcome.LOST).event()));
        store.store(List.of(0), List.of(run.end().attempt(2).passed("Look").event()));
        JsonNode request = server.json(
                "late", "/api/v3/workspaces/late/run-requests/" + run.ref().id());
        assertThat(request.path("outcome").asString()).isEqualTo("Lost");
        assertThat(request.path("attempt").asInt()).isEqualTo(1);
        assertThat(server.bean(JdbcTemplate.class)
                        .queryForObject(
                                "SELECT outcome FROM other_attempts WHERE run_id = ?",
                                String.class,
                                run.ref().id()))
                .isEqualTo("COMPLETED");
    }

    @Test
    void showsEveryAttemptOfARun() {
        TestRun run = TestRun.now("attempts", "web");
        List<RunEvent> events = List.of(
                run.started(1),
                new RunEvent.AttemptFailed(
                        run.end().outcome(Outcome.TIMED_OUT).log(5).event()),
                run.started(2),
                run.started(3));
        store.store(List.of(0), events);
        events.forEach(event -> store.store(List.of(0), List.of(event)));
        store.store(List.of(0), List.of(run.end().attempt(3).passed("Look").event()));

        JsonNode request = server.json(
                "attempts",
                "/api/v3/workspaces/attempts/run-requests/" + run.ref().id());

        assertThat(request.path("outcome").asString()).isEqualTo("Completed");
        assertThat(request.path("attempts")
                        .valueStream()
                        .map(attempt -> attempt.path("attempt").asInt() + " "
                                + attempt.path("outcome").asString("no end")))
                .containsExactly("1 TimedOut", "2 no end", "3 Completed");
    }

    @Test
    void leavesAGapForACheckThatFailed() {
        Instant fire = Instant.now().truncatedTo(ChronoUnit.MINUTES);
        store.store(
                List.of(0),
                List.of(
                        TestRun.check("gaps", "web", fire.minusSeconds(120))
                                .end()
                                .metric(0.5, Map.of("http://a:80", 1.0))
                                .event(),
                        TestRun.check("gaps", "web", fire.minusSeconds(60))
                                .end()
                                .outcome(Outcome.FAILED)
                                .metric(0.0, Map.of())
                                .event(),
                        TestRun.check("gaps", "web", fire)
                                .end()
                                .metric(1.0, Map.of("bad", Double.NaN))
                                .event()));
        String path = "/api/v3/workspaces/gaps/slxs/gaps--web/sli/recent";
        assertThat(server.json("gaps", path).toString())
                .isEqualTo("[{\"timestamp\":\"" + fire.minusSeconds(120) + "\",\"value\":0.5},{\"timestamp\":\"" + fire
                        + "\",\"value\":1.0}]");
        assertThat(server.json("gaps", path + "?subName=http://a:80")).hasSize(1);
        JsonNode insight = server.json("gaps", "/api/v3/workspaces/gaps/insights")
                .path("results")
                .path(0);
        assertThat(insight.path("value").asDouble()).isEqualTo(1.0);
        assertThat(insight.path("recentStatuses").toString()).isEqualTo("[\"ok\",\"fail\",\"ok\"]");
    }

    @Test
    void storesRunsOfAnyTime() {
        for (String time : List.of("1970-01-01T00:00:00Z", "2026-11-23T12:00:00Z", "9999-12-31T00:00:00Z")) {
            TestRun run = TestRun.onDemand("times", "web", Instant.parse(time));
            store.store(List.of(0), List.of(run.end().passed("Look").event()));
            server.bean(OutputStore.class).store(List.of(run.log(1, 0, "hello")));
            String path = "/api/v3/workspaces/times/run-requests/" + run.ref().id();
            assertThat(server.json("times", path).path("requestTime").asString())
                    .isEqualTo(time);
            assertThat(server.get("times", path + "/log").body()).isEqualTo("hello");
        }
    }

    @Test
    void movesWhatWaitedInTheDefaultPartitionWhenItsDayIsMade() {
        JdbcTemplate jdbc = server.bean(JdbcTemplate.class);
        Instant soon = Instant.now().plus(5, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MICROS);
        TestRun run = TestRun.onDemand("soon", "web", soon);
        jdbc.update(
                "INSERT INTO runs (requested_at, id, workspace, slx, kind, attempt) VALUES (?::timestamptz, ?, 'soon', 'web', 'RUNBOOK', 0)",
                soon.toString(),
                run.ref().id());
        String partition = "SELECT tableoid::regclass::text FROM runs WHERE id = ?";
        assertThat(jdbc.queryForObject(partition, String.class, run.ref().id())).isEqualTo("runs_default");
        server.bean(Partitions.class).makeFor(List.of(soon));
        assertThat(jdbc.queryForObject(partition, String.class, run.ref().id())).startsWith("runs_2");
    }

    @Test
    void dropsWhatIsNoLongerKept() {
        JdbcTemplate jdbc = server.bean(JdbcTemplate.class);
        jdbc.execute(
                "CREATE TABLE runs_20010101 PARTITION OF runs FOR VALUES FROM ('2001-01-01T00:00:00Z') TO ('2001-01-02T00:00:00Z')");
        TestRun old = TestRun.onDemand("old", "web", Instant.parse("2001-01-01T01:00:00Z"));
        TestRun older = TestRun.onDemand("old", "web", Instant.parse("1999-01-01T01:00:00Z"));
        TestRun fresh = TestRun.now("old", "web");
        store.store(
                List.of(0),
                List.of(old.end().event(), older.end().event(), fresh.end().event()));
        server.bean(Partitions.class).dropOld();
        assertThat(server.json("old", "/api/v3/workspaces/old/slxs/web/runbook/runs")
                        .path("results"))
                .hasSize(1);
        assertThat(jdbc.queryForObject("SELECT to_regclass('runs_20010101')::text", String.class))
                .isNull();
    }

    @Test
    void dropsIssuesWithTheirOccurrencesOnceTheyAreClosed() {
        Instant old = Instant.now().minus(40, ChronoUnit.DAYS);
        TestRun open = TestRun.onDemand("old-issues", "open", old);
        TestRun closed = TestRun.onDemand("old-issues", "closed", old);
        TestRun clean = TestRun.onDemand("old-issues", "closed", old.plus(1, ChronoUnit.DAYS));
        TestRun closedNow = TestRun.onDemand("old-issues", "closed-now", old);
        for (TestRun run : List.of(open, closed, closedNow)) {
            store.store(
                    List.of(0),
                    List.of(run.end()
                            .passed("Look")
                            .issues(run.issue("Look", "Down", 2))
                            .event()));
        }
        store.store(
                List.of(0),
                List.of(
                        clean.end().passed("Look").event(),
                        TestRun.now("old-issues", "closed-now")
                                .end()
                                .passed("Look")
                                .event()));
        server.bean(Partitions.class).dropOld();
        assertThat(server.json("old-issues", "/api/v3/workspaces/old-issues/issues")
                        .path("results")
                        .findValuesAsString("slxShortName"))
                .containsExactlyInAnyOrder("open", "closed-now");
    }

    /** Attack case 23: what a script wrote is stored as well as it can be. */
    @Test
    void storesTextsThatNoDatabaseLikes() {
        TestRun run = TestRun.now("odd", "web");
        String title = "a\u0000b \uD800 'x'; DROP TABLE runs; --" + "y".repeat(5_000);
        store.store(
                List.of(0),
                List.of(run.end()
                        .passed(title)
                        .issues(run.issue(title, title, 2))
                        .event()));
        JsonNode issue = server.json("odd", "/api/v3/workspaces/odd/issues")
                .path("results")
                .path(0);
        assertThat(issue.path("title").asString())
                .startsWith("a\uFFFDb \uFFFD 'x'")
                .endsWith("…")
                .hasSizeLessThan(1_025);
        store.store(
                List.of(0),
                List.of(TestRun.onDemand("odd", "web", Instant.now().plusSeconds(60))
                        .end()
                        .passed(title)
                        .event()));
        JsonNode open = server.json("odd", "/api/v3/workspaces/odd/issues?closed=false");
        assertThat(open.path("results"))
                .as("closed by a run that passed without it")
                .isEmpty();
    }
}
