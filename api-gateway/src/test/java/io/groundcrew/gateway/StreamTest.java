package io.groundcrew.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Event streams pass unbuffered and end with the right to read them (attack case 57 for what the gateway holds). */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StreamTest {

    private static final String STREAM =
            "/api/v3/workspaces/default/run-requests/0192f0c1-0000-7000-8000-000000000001/log/stream";

    @TempDir
    Path directory;

    private RunningGateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new RunningGateway(
                directory, "gateway.streams.most=3", "gateway.streams.most-per-subject=2", "gateway.session.idle=3h");
    }

    @AfterEach
    void stop() {
        gateway.insight.events.add("");
        gateway.close();
    }

    @Test
    void passesEachEventOnAsItComes() throws Exception {
        HttpResponse<InputStream> answer = gateway.open(gateway.asAdmin(STREAM).header("Last-Event-ID", "1:42"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
        assertThat(answer.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(gateway.insight.last().headers().getFirst("Last-Event-ID")).isEqualTo("1:42");
        try (BufferedReader lines = greeted(answer)) {
            // The second event is sent only after the first was read.
            for (String text : new String[] {"first", "second"}) {
                gateway.insight.events.add("data: " + text + "\n\n");
                assertThat(lines.readLine()).isEqualTo("data: " + text);
                lines.readLine();
            }
            gateway.insight.events.add("");
            assertThat(lines.readLine()).isNull();
        }
    }

    @Test
    void endsWhenTheSessionIsLoggedOut() throws Exception {
        String session = gateway.session(gateway.adminToken());
        HttpResponse<InputStream> answer = gateway.open(gateway.request(STREAM).header("Cookie", session));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(gateway.send(gateway.request("/api/v3/session")
                                .header("Cookie", session)
                                .header("Origin", gateway.url())
                                .DELETE())
                        .statusCode())
                .isEqualTo(204);
        assertEnds(answer);
    }

    @Test
    void endsWhenTheTokenIsRevoked() throws Exception {
        HttpResponse<InputStream> answer = gateway.open(gateway.asAdmin(STREAM));
        gateway.database()
                .sql("UPDATE access_token SET revoked_at = :now")
                .param("now", Timestamp.from(gateway.clock.instant()))
                .update();
        gateway.clock.advance(Duration.ofSeconds(3));
        assertEnds(answer);
    }

    @Test
    void endsWhenTheSessionExpires() throws Exception {
        String session = gateway.session(gateway.adminToken());
        gateway.restart("gateway.session.lifetime=12h", "gateway.session.idle=24h");
        HttpResponse<InputStream> answer = gateway.open(gateway.request(STREAM).header("Cookie", session));
        assertThat(answer.statusCode()).isEqualTo(200);
        gateway.clock.advance(Duration.ofHours(12));
        assertEnds(answer);
    }

    @Test
    void noticesThatItsReaderHasGoneThoughNothingIsSent() throws Exception {
        gateway.open(gateway.asAdmin(STREAM)).body().close();
        gateway.open(gateway.asAdmin(STREAM)).body().close();
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            gateway.clock.advance(Duration.ofSeconds(15));
            HttpResponse<InputStream> next = gateway.open(gateway.asAdmin(STREAM));
            next.body().close();
            return next.statusCode() == 200;
        });
    }

    @Test
    void sendsAHeartbeatOnASilentStream() throws Exception {
        try (BufferedReader lines = greeted(gateway.open(gateway.asAdmin(STREAM)))) {
            gateway.clock.advance(Duration.ofSeconds(16));
            assertThat(lines.readLine()).isEqualTo(":");
        }
    }

    /** Its reader would wait for ever for what an insight whose machine has gone cannot send. */
    @Test
    void endsWhenItsServiceSaysNothingForAMinute() throws Exception {
        try (BufferedReader lines = greeted(gateway.open(gateway.asAdmin(STREAM)))) {
            gateway.clock.advance(Duration.ofSeconds(61));
            assertEnds(lines);
        }
    }

    @Test
    void refusesMoreStreamsThanItHolds() throws Exception {
        try (InputStream first = gateway.open(gateway.asAdmin(STREAM)).body();
                InputStream second = gateway.open(gateway.asAdmin(STREAM)).body()) {
            HttpResponse<String> third = gateway.send(gateway.asAdmin(STREAM));
            assertThat(third.statusCode()).isEqualTo(429);
            assertThat(third.headers().firstValue("Retry-After")).isPresent();
            assertThat(third.body()).contains("at most 2 open event streams for admin");
            HttpRequest.Builder other = gateway.request(STREAM)
                    .header("Authorization", "Bearer " + gateway.token("{\"default\": \"readonly\"}"));
            try (InputStream theirs = gateway.open(other).body()) {
                assertThat(gateway.send(other).body()).contains("at most 3 open event streams in all");
                assertThat(theirs.read()).isEqualTo(':');
            }
            assertThat(first.read()).isEqualTo(':');
            assertThat(second.read()).isEqualTo(':');
        }
    }

    @Test
    void doesNotHoldUpItsOwnEnd() throws Exception {
        HttpResponse<InputStream> answer = gateway.open(gateway.asAdmin(STREAM));
        gateway.restart();
        assertEnds(answer);
    }

    private static void assertEnds(HttpResponse<InputStream> answer) throws Exception {
        try (BufferedReader lines = lines(answer)) {
            assertEnds(lines);
        }
    }

    private static void assertEnds(BufferedReader lines) {
        assertThat(lines.lines()).allMatch(line -> line.isEmpty() || line.startsWith(":"));
    }

    /** The stream after the service's first words: what moves the clock after that is not heard as their time. */
    private static BufferedReader greeted(HttpResponse<InputStream> answer) throws Exception {
        BufferedReader lines = lines(answer);
        assertThat(lines.readLine()).isEqualTo(":open");
        assertThat(lines.readLine()).isEmpty();
        return lines;
    }

    private static BufferedReader lines(HttpResponse<InputStream> answer) {
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }
}
