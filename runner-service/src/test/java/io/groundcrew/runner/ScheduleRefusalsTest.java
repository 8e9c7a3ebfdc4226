package io.groundcrew.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.chassis.identity.Caller;
import io.groundcrew.chassis.identity.Role;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Documents and requests about schedules that are refused. */
class ScheduleRefusalsTest {

    private static final String API = "/api/v3/workspaces/default";
    private static final String URL = "https://git.example/ops/checks.git";

    @TempDir
    static Path directory;

    @AutoClose
    static RunningRunner runner;

    @BeforeAll
    static void start() {
        runner = RunningRunner.alone(directory);
        runner.apply(
                Samples.slx("default--disk") + Samples.runbook("default--disk", URL) + "  intervalSeconds: 86400\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '|', textBlock = """
            runbook; schedule: {cron: '0 0 30 2 *'}; no such day ever comes
            runbook; schedule: {cron: '0 0 1 1 * 9999'}; it has 6 fields
            runbook; schedule: {cron: '* * * * * ? *'}; it has 7 fields
            runbook; schedule: {cron: '0 9 1 * MON'}; both the day of the month and the day of the week
            runbook; schedule: {cron: '0 9 * * *', timeZone: Mars/Base}; IANA name
            runbook; schedule: {cron: '0 9 * * *', jitterSeconds: 3601}; from 0 to 3600, found 3601
            runbook; schedule: {cron: '0 9 * * *', misfire: all}; one of skip, once, found "all"
            runbook; schedule: {cron: '0 9 * * *', overlap: often}; one of skip, queue, replace
            runbook; schedule: {crn: '0 9 * * *'}; found "crn"
            runbook; schedule: {overlap: queue}; found neither
            runbook; schedule: '0 9 * * *'; spec.schedule to be a mapping
            runbook; {intervalSeconds: 60, schedule: {cron: '0 9 * * *'}}; found both
            runbook; {intervalSeconds: 60, schedule: {jitterSeconds: 5}}; spread evenly by itself
            sli; schedule: {cron: '0 9 * * *', overlap: queue}; never overlaps with itself
            sli; {intervalSeconds: 60, schedule: {misfire: once}}; it checks again soon
            """)
    void rejectsABadScheduleWithTheReason(String kind, String schedule, String reason) {
        String fields = schedule.startsWith("{intervalSeconds")
                ? schedule.substring(1, schedule.length() - 1).replace(", schedule", "\n  schedule")
                : schedule;
        String document = kind.equals("sli")
                ? Samples.sli("default--disk", URL, 5).replace("intervalSeconds: 5", fields)
                : Samples.runbook("default--disk", URL) + "  " + fields + "\n";

        JsonNode result = runner.apply(document).body().get(0);

        assertThat(result.path("result").asString()).isEqualTo("rejected");
        assertThat(result.path("message").asString()).contains("spec.").contains(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '|', textBlock = """
            /schedules/pause; {}; exactly one
            /schedules/pause; {"all": true, "slxName": "disk"}; exactly one
            /schedules/pause; {"all": true, "reason": "a\\u0007b"}; control characters
            /schedules/resume; {"slxName": "other--disk"}; prefix
            /maintenance-windows; {"name": "w", "reason": "r", "until": "9999-01-01T00:00:00Z", "all": true}; next five years
            /maintenance-windows; {"name": "w", "reason": "r", "until": "2020-01-01T00:00:00Z", "all": true}; next five years
            /maintenance-windows; {"name": "w", "reason": "r", "all": true}; either until
            /maintenance-windows; {"name": "w", "reason": "r", "recurring": {"cron": "0 0 30 2 *", "durationMinutes": 5}, "all": true}; no such day
            /maintenance-windows; {"name": "w", "reason": "r", "recurring": {"cron": "0 0 * * *", "durationMinutes": 0}, "all": true}; durationMinutes
            /maintenance-windows; {"name": "w", "reason": "r", "recurring": {"cron": "0 0 * * *", "durationMinutes": 5}}; neither
            /maintenance-windows; {"name": "w", "reason": "r", "recurring": {"cron": "0 0 * * *", "durationMinutes": 5}, "tags": [{"name": "a\\u0007"}]}; control characters
            /maintenance-windows; {"name": "W W", "reason": "r", "recurring": {"cron": "0 0 * * *", "durationMinutes": 5}, "all": true}; name
            /runsessions; {"runRequests": [{"slxName": "disk", "taskTitles": ["a\\u0000"]}]}; runRequests[0].taskTitles[0]
            /runsessions; {"runRequests": [{"slxName": "disk", "runtimeVarOverrides": {"A": "\\ud800"}}]}; half a surrogate pair
            /runsessions; {"runRequests": [null]}; runRequests
            /runsessions; {"runRequests": [{"slxName": "disk", "taskTitles": [null]}]}; taskTitles
            /runsessions; {"runRequests": [{"slxName": "disk", "runtimeVarOverrides": {"A": null}}]}; runtimeVarOverrides
            /maintenance-windows; {"name": "w", "reason": "r", "until": "9999-01-01T00:00:00Z", "slxNames": [null]}; slxNames
            /runsessions; {"notes": "a\\u0000", "runRequests": [{"slxName": "disk"}]}; the character NUL
            """)
    void refusesABadRequestWithTheReason(String path, String body, String reason) {
        RunningRunner.Answer answer = post(path, body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.body().path("detail").asString()).contains(reason);
    }

    @Test
    void saysWhenNothingIsSelected() {
        assertThat(post("/schedules/pause", "{\"tag\": {\"name\": \"clutser\"}}")
                        .status())
                .isEqualTo(404);
        assertThat(post("/schedules/pause", "{\"slxName\": \"disk\", \"kind\": \"sli\"}")
                        .status())
                .isEqualTo(404);
        assertThat(runner.get(API + "/slxs/disk/schedules/sli/next").status()).isEqualTo(404);
        assertThat(runner.get(API + "/slxs/disk/schedules/slo/next").status()).isEqualTo(400);
        assertThat(runner.get(API + "/slxs/disk/schedules/runbook/next?count=101")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void letsReadersLookAndWritersChange() {
        Caller reader = new Caller("rita", Map.of("default", Role.READANDRUN), "request");

        assertThat(runner.as(reader, "GET", API + "/schedules", "").status()).isEqualTo(200);
        assertThat(runner.as(reader, "GET", API + "/maintenance-windows", "").status())
                .isEqualTo(200);
        assertThat(runner.as(reader, "POST", API + "/schedules/pause", "{\"all\": true}")
                        .status())
                .isEqualTo(403);
        assertThat(runner.as(reader, "DELETE", API + "/maintenance-windows/x", "")
                        .status())
                .isEqualTo(403);
    }

    private static RunningRunner.Answer post(String path, String body) {
        return runner.post(API + path, body, Map.of());
    }
}
