package io.groundcrew.insight;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.ReportedIssue;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.contracts.run.RunEvent.Finished;
import io.groundcrew.insight.ingest.EventStore;
import io.groundcrew.insight.resource.ResourceStore;
import io.groundcrew.insight.resource.SlxChange;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

class IssueLifeCycleTest {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Instant START =
            Instant.now().truncatedTo(ChronoUnit.HOURS).minus(5, ChronoUnit.HOURS);

    private final InsightServer server = SharedServer.SERVER;
    private final EventStore store = server.bean(EventStore.class);
    private String workspace = "";

    @BeforeEach
    void takesAFreshWorkspace() {
        workspace = "life-" + COUNT.incrementAndGet();
    }

    @Test
    void opensRecursClosesAndReopens() {
        raise(run(1));
        assertThat(issue().path("openOccurrenceCount").asInt()).isEqualTo(1);
        assertThat(issue().path("severity").asInt()).isEqualTo(2);
        assertThat(issue().path("categorizationKey").asString())
                .isEqualTo(workspace + "--web/runbook/Look/down since #");

        TestRun second = run(2);
        store(second.end()
                .passed("Look")
                .issues(second.issue("Look", "DOWN  since 17", 3))
                .event());
        assertThat(issue().path("openOccurrenceCount").asInt()).isEqualTo(2);
        assertThat(issue().path("severity").asInt()).isEqualTo(3);
        assertThat(issue().path("openSince").asString()).isEqualTo(run(1).at(5).toString());

        TestRun third = run(3);
        store(third.end().passed("Look").event());
        assertThat(issue().path("closed").asBoolean()).isTrue();
        assertThat(issue().has("openSince")).isFalse();
        assertThat(issue().path("closedByType").asString()).isEqualTo("run");
        assertThat(issue().path("closedById").asString())
                .isEqualTo(third.ref().id().toString());
        assertThat(issue().path("closedOccurrenceCount").asInt()).isEqualTo(2);

        raise(run(4));
        assertThat(issue().path("closed").asBoolean()).isFalse();
        assertThat(issue().has("closedAt")).isFalse();
        assertThat(issue().path("openOccurrenceCount").asInt()).isEqualTo(1);
        assertThat(issue().path("totalOccurrenceCount").asInt()).isEqualTo(3);
        JsonNode occurrences = server.json(
                workspace,
                "/api/v3/workspaces/" + workspace + "/issueoccurrences?limit=2&issueId="
                        + issue().path("id").asString());
        assertThat(occurrences.path("results")).hasSize(2);
        assertThat(server.json(workspace, occurrences.path("next").asString()).path("results"))
                .hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(value = Outcome.class, mode = EnumSource.Mode.EXCLUDE, names = "COMPLETED")
    void staysOpenWhenTheNextRunEndsInAnyOtherWay(Outcome outcome) {
        raise(run(1));
        store(run(2).end().outcome(outcome).passed("Look").event());
        assertThat(issue().path("closed").asBoolean()).isFalse();
    }

    @Test
    void staysOpenWhenTheTaskFailed() {
        raise(run(1));
        store(run(2).end().failed("Look").event());
        assertThat(issue().path("closed").asBoolean()).isFalse();
    }

    @Test
    void staysOpenWhenTheTaskWasNotSelected() {
        raise(run(1));
        TestRun other = run(2);
        store(other.accepted("Other"), other.end().passed("Other").event());
        assertThat(issue().path("closed").asBoolean()).isFalse();
    }

    @Test
    void staysOpenWhenTheIssueListIsIncomplete() {
        raise(run(1));
        store(run(2).end().passed("Look").incomplete().event());
        assertThat(issue().path("closed").asBoolean()).isFalse();
    }

    @Test
    void staysOpenWhenTheCleanRunStartedBeforeTheOccurrence() {
        TestRun early = TestRun.onDemand(workspace, "web", START);
        TestRun raising = TestRun.onDemand(workspace, "web", START.plusSeconds(1));
        raise(raising);
        store(early.end().passed("Look").event());
        assertThat(issue().path("closed").asBoolean()).isFalse();
    }

    @Test
    void staysOpenWhenTheSameTaskOfTheSliPassed() {
        raise(run(1));
        store(TestRun.check(workspace, "web", START.plusSeconds(7200))
                .end()
                .passed("Look")
                .metric(1.0, Map.of())
                .event());
        assertThat(issue().path("closed").asBoolean()).isFalse();
    }

    @Test
    void staysOpenWhenAnotherSlxPassed() {
        raise(run(1));
        store(TestRun.onDemand(workspace, "shop", START.plusSeconds(7200))
                .end()
                .passed("Look")
                .event());
        assertThat(issue().path("closed").asBoolean()).isFalse();
    }

    @Test
    void closesOnlyWhatTheCleanRunDidNotRaise() {
        TestRun first = run(1);
        store(first.end()
                .passed("Look")
                .issues(first.issue("Look", "Disk `sda1` full", 2), first.issue("Look", "Disk `sda2` full", 2))
                .event());
        TestRun second = run(2);
        store(second.end()
                .passed("Look")
                .issues(second.issue("Look", "Disk `sda2` full", 2))
                .event());
        JsonNode open = issues("closed=false");
        assertThat(open).hasSize(1);
        assertThat(open.path(0).path("title").asString()).isEqualTo("Disk `sda2` full");
        assertThat(open.path(0).path("openOccurrenceCount").asInt()).isEqualTo(2);
        assertThat(issues("closed=true")).hasSize(1);
    }

    @Test
    void closesWhatATaskNoLongerFindsWhateverBecomesOfTheOthersIssues() {
        TestRun first = run(1);
        store(first.end()
                .passed("Look", "Other")
                .issues(first.issue("Look", "Down", 2), first.issue("Other", "Down", 2))
                .event());
        server.bean(TransactionTemplate.class).executeWithoutResult(status -> {
            server.bean(JdbcTemplate.class)
                    .queryForList(
                            "SELECT id FROM issues WHERE workspace = ? AND task_title = 'Other' FOR UPDATE", workspace);
            assertThat(CompletableFuture.runAsync(
                            () -> store(run(2).end().passed("Look").event())))
                    .succeedsWithin(Duration.ofSeconds(20));
        });
        assertThat(issues("closed=false")).hasSize(1);
        assertThat(issues("closed=false").path(0).path("taskTitle").asString()).isEqualTo("Other");
    }

    @Test
    void aLateOldRunDoesNotReopenWhatANewerOneFoundClean() {
        store(run(2).end().passed("Look").event());
        raise(run(1));
        assertThat(issue().path("closed").asBoolean()).isTrue();
        assertThat(issue().path("closedOccurrenceCount").asInt()).isEqualTo(1);
    }

    @Test
    void countsAnIssueOnceARunHoweverOftenItIsRaised() {
        TestRun run = run(1);
        RunEvent event = run.end()
                .passed("Look")
                .issues(run.issue("Look", "Down 1", 3), run.issue("Look", "down 2", 1))
                .event();
        store(event, event);
        store(event);
        assertThat(issue().path("totalOccurrenceCount").asInt()).isEqualTo(1);
        assertThat(issue().path("severity").asInt()).isEqualTo(1);
    }

    @Test
    void aLaterAttemptRaisesAndClosesNothing() {
        raise(run(1));
        TestRun second = run(2);
        store(second.end().outcome(Outcome.LOST).event());
        store(second.end()
                .attempt(2)
                .passed("Look")
                .issues(second.issue("Look", "Other", 1))
                .event());
        assertThat(issues("")).hasSize(1);
        assertThat(issue().path("closed").asBoolean()).isFalse();
    }

    @Test
    void anIssueOfTheSuiteClosesByARunOfAllTasksOnly() {
        TestRun first = run(1);
        store(first.end()
                .passed("Look")
                .issues(first.issue(null, "Set-up broke", 2))
                .event());
        assertThat(issue().path("categorizationKey").asString()).contains("/suite/");
        TestRun some = run(2);
        store(some.accepted("Look"), some.end().passed("Look").event());
        assertThat(issue().path("closed").asBoolean()).isFalse();
        TestRun all = run(3);
        store(all.accepted(), all.end().passed("Look").event());
        assertThat(issue().path("closed").asBoolean()).isTrue();
    }

    @Test
    void aTimeThatTheScriptMadeUpDoesNotKeepAnIssueOpen() {
        TestRun first = run(1);
        var reported = first.issue("Look", "Down", 2);
        var made = new ReportedIssue(
                "Look",
                "Down",
                2,
                null,
                null,
                null,
                null,
                null,
                reported.summary(),
                Instant.parse("2999-01-01T00:00:00Z"));
        store(first.end().passed("Look").issues(made).event());
        store(run(2).end().passed("Look").event());
        assertThat(issue().path("closed").asBoolean()).isTrue();
    }

    @Test
    void staysOpenWhenTheCheckPassesAtAnotherLocation() {
        TestRun wrong = check(1, "eu");
        store(
                wrong.end()
                        .passed("Look")
                        .issues(wrong.issue("Look", "Down", 2))
                        .event(),
                check(1, "us").end().passed("Look").eventAfterWaiting(60));
        store(check(2, "us").end().passed("Look").event());
        assertThat(issue().path("closed").asBoolean()).isFalse();
        store(
                check(3, "eu").end().passed("Look").event(),
                check(3, "us").end().passed("Look").eventAfterWaiting(60));
        assertThat(issue().path("closedById").asString())
                .isEqualTo(check(3, "eu").ref().id().toString());
    }

    @Test
    void closesWhenTheCheckPassesAtAnotherLocationADayAfterItWasLastSeen() {
        TestRun wrong = check(1, "left");
        store(wrong.end().passed("Look").issues(wrong.issue("Look", "Down", 2)).event());
        store(check(24, "new").end().passed("Look").event());
        assertThat(issue().path("closed").asBoolean()).isFalse();
        store(check(26, "new").end().passed("Look").event());
        assertThat(issue().path("closed").asBoolean()).isTrue();
    }

    @Test
    void aLateOldRunIsOverByThePassOfItsOwnLocation() {
        store(check(2, "eu").end().passed("Look").event());
        store(check(2, "us").end().passed("Look").eventAfterWaiting(60));
        TestRun late = check(1, "eu");
        store(late.end().passed("Look").issues(late.issue("Look", "Down", 2)).event());
        assertThat(issue().path("closedById").asString())
                .isEqualTo(check(2, "eu").ref().id().toString());
    }

    @Test
    void deletingTheSlxClosesItsIssuesAndKeepsLaterOnesClosed() {
        raise(run(1));
        ResourceStore resources = server.bean(ResourceStore.class);
        SlxRef slx = new SlxRef(workspace, "web");
        Instant said = Instant.now();
        resources.store(List.of(new SlxChange(slx, false, said, 1), new SlxChange(slx, true, said, 2)));
        assertThat(issue().path("closedByType").asString()).isEqualTo("slx-deleted");
        assertThat(insights()).isEmpty();

        raise(run(2));
        assertThat(issue().path("closed").asBoolean()).isTrue();

        resources.store(List.of(new SlxChange(slx, false, said, 3)));
        raise(run(3));
        resources.store(List.of(new SlxChange(slx, false, said, 1), new SlxChange(slx, true, said, 2)));
        assertThat(issue().path("closed").asBoolean())
                .as("an old deletion read again")
                .isFalse();
    }

    @Test
    void keepsTheLatestInsightOfEachTask() {
        raise(run(1));
        store(run(3).end().failed("Look").event());
        store(run(2).end().passed("Look").event());
        JsonNode look = insights().path(1);
        assertThat(look.path("taskTitle").asString()).isEqualTo("Look");
        assertThat(look.path("status").asString()).isEqualTo("fail");
        assertThat(look.path("since").asString()).isEqualTo(run(3).at(10).toString());
        assertThat(look.path("recentStatuses").toString()).isEqualTo("[\"fail\",\"warn\"]");
        assertThat(look.path("openIssueCount").asInt()).isZero();
        assertThat(insights().path(0).has("taskTitle")).isFalse();
    }

    @Test
    void keepsTheInsightOfTheRunThatWasExecutedLastAlthoughItWasRequestedEarlier() {
        TestRun waiting = run(1);
        store(run(2).end().passed("Look").event());
        store(waiting.end().failed("Look").eventAfterWaiting(7200));
        JsonNode look = insights().path(1);
        assertThat(look.path("status").asString()).isEqualTo("fail");
        assertThat(look.path("lastRunId").asString())
                .isEqualTo(waiting.ref().id().toString());
    }

    @Test
    void keepsTheInsightOfTheRunThatStartedLastWhenAnEarlierOneIsGivenUp() {
        TestRun lost = run(1);
        store(lost.started(1));
        store(run(2).end().passed("Look").event());
        store(Finished.settled(lost.ref(), 1, Outcome.LOST, "Its worker died.", run(3).at(0), 0));
        assertThat(insights().path(0).path("status").asString()).isEqualTo("ok");
    }

    private TestRun check(int hour, String location) {
        return TestRun.check(workspace, "web", START.plusSeconds(3600L * hour), location);
    }

    private TestRun run(int hour) {
        return TestRun.onDemand(workspace, "web", START.plusSeconds(3600L * hour));
    }

    private void raise(TestRun run) {
        store(run.end()
                .passed("Look")
                .issues(run.issue("Look", "Down since 12:30:05", 2))
                .event());
    }

    private void store(RunEvent... events) {
        store.store(List.of(0), List.of(events));
    }

    private JsonNode issue() {
        JsonNode all = issues("");
        assertThat(all).hasSize(1);
        return all.path(0);
    }

    private JsonNode issues(String filter) {
        return server.json(workspace, "/api/v3/workspaces/" + workspace + "/issues?" + filter)
                .path("results");
    }

    private JsonNode insights() {
        return server.json(workspace, "/api/v3/workspaces/" + workspace + "/insights")
                .path("results");
    }
}
