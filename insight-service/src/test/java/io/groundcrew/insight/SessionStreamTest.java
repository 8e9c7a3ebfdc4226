package io.groundcrew.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.insight.Events.Event;
import io.groundcrew.insight.ingest.EventStore;
import io.groundcrew.insight.live.LiveStreams;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SessionStreamTest {

    private static final String WORKSPACE = "sessions";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final InsightServer server = SharedServer.SERVER;

    @Test
    void sendsEachRunAndThenWhatChangesUntilAllHaveAnOutcome() throws IOException {
        TestRun one = TestRun.now(WORKSPACE, "web");
        TestRun two = one.beside("disk");
        store(one.accepted(), two.accepted());
        try (Events events = follow(one, null)) {
            assertThat(run(events.next()))
                    .isEqualTo(session(one).path("runRequests").get(0));
            assertThat(run(events.next()))
                    .isEqualTo(session(one).path("runRequests").get(1));
            store(two.started(1));
            JsonNode started = run(events.next());
            assertThat(started.path("id").asString()).isEqualTo(two.ref().id().toString());
            assertThat(started.path("processingStatus").asString()).isEqualTo("processing");
            store(one.end().event());
            assertThat(run(events.next()).path("outcome").asString()).isEqualTo("Completed");
            store(two.end().failed("Check").event());
            assertThat(run(events.next()).path("failedTitles").asString()).isEqualTo("Check");
            Event end = events.next();
            assertThat(end.name()).isEqualTo("end");
            assertThat(end.data()).isEqualTo("{\"runs\":2}");
            assertThat(events.ended()).isTrue();
        }
    }

    @Test
    void staysOpenWhenARunIsAppendedBeforeItHasEnded() throws IOException {
        TestRun one = TestRun.now(WORKSPACE, "web");
        TestRun two = one.beside("web");
        store(one.accepted(), one.end().event());
        try (Events events = follow(one, null)) {
            events.next();
            store(two.accepted());
            assertThat(run(events.next()).path("isCompleted").asBoolean()).isFalse();
            store(two.end().event());
            assertThat(run(events.next()).path("isCompleted").asBoolean()).isTrue();
            assertThat(events.next().name()).isEqualTo("end");
        }
    }

    @Test
    void goesOnFromTheStateThatAReaderHasSeen() throws IOException {
        TestRun one = TestRun.now(WORKSPACE, "web");
        TestRun two = one.beside("disk");
        store(one.accepted(), two.accepted());
        String seen;
        try (Events events = follow(one, null)) {
            assertThat(events.next().id()).as("not the whole state yet").isEmpty();
            seen = events.next().id();
        }
        try (Events events = follow(one, seen)) {
            store(two.started(1));
            assertThat(run(events.next()).path("slxShortName").asString()).isEqualTo("disk");
        }
        try (Events events = follow(one, seen)) {
            assertThat(run(events.next()).path("slxShortName").asString())
                    .as("what it missed is sent with everything")
                    .isEqualTo("web");
            assertThat(run(events.next()).path("startedAt").isMissingNode()).isFalse();
        }
    }

    @Test
    void countsAmongTheStreamsThatAServerMayServe() throws IOException {
        TestRun run = TestRun.now(WORKSPACE, "web");
        store(run.accepted());
        List<InputStream> open = new ArrayList<>();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            var response = server.stream(WORKSPACE, path(run) + "/stream", null);
            open.add(response.body());
            return response.statusCode() == 503;
        });
        assertThat(open).hasSizeLessThanOrEqualTo(SharedServer.MAX_STREAMS + 1);
        assertThat(server.get(
                                WORKSPACE,
                                "/api/v3/workspaces/" + WORKSPACE + "/run-requests/"
                                        + run.ref().id() + "/log/stream")
                        .statusCode())
                .isEqualTo(503);
        for (InputStream stream : open) {
            stream.close();
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> server.bean(LiveStreams.class).open() == 0);
    }

    @Test
    void tellsNothingOfAnotherWorkspacesSession() {
        TestRun run = TestRun.onDemand("others", "web", Instant.now());
        store(run.accepted());
        assertThat(server.stream(WORKSPACE, path(run) + "/stream", null).statusCode())
                .isEqualTo(404);
    }

    private JsonNode session(TestRun run) {
        return server.json(WORKSPACE, path(run));
    }

    private static JsonNode run(Event event) {
        assertThat(event.name()).isEqualTo("run");
        return JSON.readTree(event.data());
    }

    private void store(RunEvent... events) {
        server.bean(EventStore.class).store(List.of(0), List.of(events));
    }

    private static String path(TestRun run) {
        return "/api/v3/workspaces/" + WORKSPACE + "/runsessions/" + run.ref().session();
    }

    private Events follow(TestRun run, @Nullable String lastEventId) {
        return Events.of(server.stream(WORKSPACE, path(run) + "/stream", lastEventId));
    }
}
