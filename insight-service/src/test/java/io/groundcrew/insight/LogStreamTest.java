package io.groundcrew.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.insight.Events.Event;
import io.groundcrew.insight.ingest.EventStore;
import io.groundcrew.insight.live.LiveStreams;
import io.groundcrew.insight.output.OutputStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class LogStreamTest {

    private static final String WORKSPACE = "live";

    private final InsightServer server = SharedServer.SERVER;

    @Test
    void followsALogWhileItIsWritten() throws IOException {
        TestRun run = TestRun.now(WORKSPACE, "web");
        store(run.started(1));
        try (Events events = follow(run, null)) {
            output(run, 1, 0, "first\r\n");
            assertThat(events.next()).isEqualTo(new Event("log", "1:7", "first\r\n"));
            output(run, 1, 7, "second");
            assertThat(events.next()).isEqualTo(new Event("log", "1:13", "second"));
            store(run.end().log(13).event());
            assertThat(events.next().data())
                    .isEqualTo("{\"outcome\":\"Completed\",\"reason\":null,\"logLength\":13,\"complete\":true}");
            assertThat(events.ended()).isTrue();
        }
    }

    @Test
    void endsWithWhatTheEndItselfBrings() throws IOException {
        TestRun run = TestRun.now(WORKSPACE, "web");
        store(run.accepted("Look"));
        output(run, 1, 0, "first ");
        try (Events events = follow(run, null)) {
            assertThat(events.next()).isEqualTo(new Event("log", "1:6", "first "));
            store(run.end().log(12).eventWithRest("second", "{\"fmt\":\"pre\",\"obj\":\"done\"}\n"));
            assertThat(events.next()).isEqualTo(new Event("log", "1:12", "second"));
            assertThat(events.next().data()).contains("\"complete\":true");
        }
        assertThat(server.get(WORKSPACE, path(run) + "/log").body()).isEqualTo("first second");
        assertThat(server.get(WORKSPACE, path(run) + "/report").body()).contains("done");
    }

    @Test
    void goesOnFromAnyEventWithoutALostOrDoubledByte() throws IOException {
        TestRun run = TestRun.now(WORKSPACE, "web");
        String text = "grün – 100 €, 😀 und weiter\n".repeat(40);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += 7) {
            server.bean(OutputStore.class)
                    .store(List.of(run.log(1, at, Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 7)))));
        }
        store(run.started(1), run.end().log(bytes.length).event());
        for (int from : new int[] {0, 3, 9, bytes.length}) {
            try (Events events = follow(run, "1:" + from)) {
                StringBuilder read = new StringBuilder();
                Event event = events.next();
                while (event.name().equals("log")) {
                    read.append(event.data());
                    event = events.next();
                }
                byte[] expected = Arrays.copyOfRange(bytes, from, bytes.length);
                assertThat(read.toString()).isEqualTo(new String(expected, StandardCharsets.UTF_8));
                assertThat(event.name()).isEqualTo("end");
            }
        }
    }

    @Test
    void waitsForTheRestOfACharacter() throws IOException {
        TestRun run = TestRun.now(WORKSPACE, "web");
        byte[] bytes = "a😀b".getBytes(StandardCharsets.UTF_8);
        store(run.started(1));
        try (Events events = follow(run, null)) {
            server.bean(OutputStore.class).store(List.of(run.log(1, 0, Arrays.copyOf(bytes, 3))));
            assertThat(events.next()).isEqualTo(new Event("log", "1:1", "a"));
            server.bean(OutputStore.class).store(List.of(run.log(1, 3, Arrays.copyOfRange(bytes, 3, 6))));
            assertThat(events.next()).isEqualTo(new Event("log", "1:6", "😀b"));
        }
    }

    @Test
    void goesOnWithTheSecondAttempt() throws IOException {
        TestRun run = TestRun.now(WORKSPACE, "web");
        store(run.started(1));
        output(run, 1, 0, "one");
        try (Events events = follow(run, null)) {
            assertThat(events.next()).isEqualTo(new Event("log", "1:3", "one"));
            store(run.started(2));
            output(run, 2, 0, "two");
            assertThat(events.next()).isEqualTo(new Event("log", "2:3", "two"));
            store(run.end().attempt(2).log(3).event());
            assertThat(events.next().name()).isEqualTo("end");
        }
        HttpResponse<String> log = server.get(WORKSPACE, path(run) + "/log?offset=1");
        assertThat(log.body()).isEqualTo("wo");
        assertThat(log.headers().firstValue("X-Log-Attempt")).contains("2");
        assertThat(log.headers().firstValue("X-Log-Length")).contains("3");
    }

    @Test
    void tellsWhenAnnouncedBytesAreMissing() throws IOException {
        TestRun run = TestRun.now(WORKSPACE, "web");
        output(run, 1, 0, "half");
        output(run, 1, 6, "after a gap");
        store(run.end().log(17).event());
        try (Events events = follow(run, null)) {
            assertThat(events.next()).isEqualTo(new Event("log", "1:4", "half"));
            assertThat(events.next().data()).contains("\"complete\":false");
        }
    }

    @Test
    void readsChunksThatWereCutDifferentlyBySecondDelivery() {
        TestRun run = TestRun.now(WORKSPACE, "web");
        output(run, 1, 0, "abcd");
        output(run, 1, 2, "cdef");
        output(run, 1, 3, "defghi");
        store(run.started(1));
        assertThat(server.get(WORKSPACE, path(run) + "/log").body()).isEqualTo("abcdefghi");
    }

    @Test
    void readsTheLongerOfTwoChunksAtTheSamePlace() {
        TestRun run = TestRun.now(WORKSPACE, "web");
        output(run, 1, 0, "ab");
        server.bean(OutputStore.class).store(List.of(run.log(1, 0, "abc"), run.log(1, 0, "abcd")));
        output(run, 1, 0, "a");
        output(run, 1, 4, "ef");
        store(run.started(1));
        assertThat(server.get(WORKSPACE, path(run) + "/log").body()).isEqualTo("abcdef");
    }

    /** Attack case 57. */
    @Test
    void servesNoMoreStreamsThanItMayAndForgetsThoseThatWereClosed() throws IOException {
        TestRun run = TestRun.now(WORKSPACE, "web");
        store(run.started(1));
        List<InputStream> open = new ArrayList<>();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            HttpResponse<InputStream> response = server.stream(WORKSPACE, path(run) + "/log/stream", null);
            open.add(response.body());
            return response.statusCode() == 503;
        });
        assertThat(open).hasSizeLessThanOrEqualTo(SharedServer.MAX_STREAMS + 1);
        for (InputStream stream : open) {
            stream.close();
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> server.bean(LiveStreams.class).open() == 0);
    }

    @Test
    void refusesAPlaceThatIsNone() {
        TestRun run = TestRun.now(WORKSPACE, "web");
        store(run.started(1));
        assertThat(server.stream(WORKSPACE, path(run) + "/log/stream", "1:-5").statusCode())
                .isEqualTo(400);
    }

    @Test
    void showsAReportLineThatIsNoItemAsItIs() {
        TestRun run = TestRun.now(WORKSPACE, "web");
        server.bean(OutputStore.class)
                .store(List.of(run.report(
                        "{\"obj\":{\"a\":1},\"fmt\":\"json\",\"kwargs\":{},\"taskStatus\":null}\n<not json>\n")));
        store(run.end().event());
        JsonNode report = server.json(WORKSPACE, path(run) + "/report");
        assertThat(report.path(0).path("obj").path("a").asInt()).isEqualTo(1);
        assertThat(report.path(1).path("obj").asString()).isEqualTo("<not json>");
    }

    @Test
    void saysThatAReportIsMissing() {
        TestRun run = TestRun.onDemand(WORKSPACE, "web", Instant.now().minus(Duration.ofHours(1)));
        store(run.end().report(120).event());
        assertThat(server.json(WORKSPACE, path(run) + "/report")
                        .path(0)
                        .path("obj")
                        .asString())
                .contains("missing", "120 bytes 0 are kept");
    }

    private void output(TestRun run, int attempt, long offset, String text) {
        server.bean(OutputStore.class).store(List.of(run.log(attempt, offset, text)));
    }

    private void store(RunEvent... events) {
        server.bean(EventStore.class).store(List.of(0), List.of(events));
    }

    private static String path(TestRun run) {
        return "/api/v3/workspaces/" + WORKSPACE + "/run-requests/" + run.ref().id();
    }

    private Events follow(TestRun run, @Nullable String lastEventId) {
        return Events.of(server.stream(WORKSPACE, path(run) + "/log/stream", lastEventId));
    }
}
