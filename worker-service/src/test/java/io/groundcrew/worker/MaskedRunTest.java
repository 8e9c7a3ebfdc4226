package io.groundcrew.worker;

import static io.groundcrew.worker.TestFleet.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.OutputChunk;
import io.groundcrew.contracts.run.RunEvent.Finished;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.embedded.test.TestKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A task of the whole worker that shows its secret in every way it has: attack cases 36, 37 and 42. */
@ExtendWith(OutputCaptureExtension.class)
class MaskedRunTest {

    private static final String SECRET = "hunter2-S3cr3t/value+1";
    private static final String TOKEN = "gcr_run-token-0123456789";
    private static final String LEAK = """
            *** Settings ***
            Library        RW.Core
            Suite Setup    Import Secret    TOKEN
            *** Tasks ***
            Leak
                ${twice}=    Evaluate    base64.b64encode(b"user:" + $TOKEN.value.encode()).decode()    modules=base64
                Log To Console    console ${TOKEN.value} and ${twice} and %{RW_USER_TOKEN}
                Evaluate    [sys.__stdout__.write("split " + $TOKEN.value[:8]), sys.__stdout__.flush(), time.sleep(0.2), sys.__stdout__.write($TOKEN.value[8:]), sys.__stdout__.flush()]
                ...    modules=sys,time
                Evaluate    [sys.__stderr__.write("stderr " + $TOKEN.value), sys.__stderr__.flush()]    modules=sys
                RW.Core.Add Pre To Report    report ${TOKEN.value}
                RW.Core.Add Json To Report    {"key": "${TOKEN.value}"}
                RW.Core.Add Issue    title=Issue ${TOKEN.value}    severity=2    expected=a    actual=b ${TOKEN.value}
                ...    reproduce_hint=c    next_steps=${TOKEN.value}    details=${twice}
                RW.Core.Push Metric    1    sub_name=${TOKEN.value}
                Fail    failing with ${TOKEN.value}
            """;

    @AutoClose
    private final TestFleet fleet = new TestFleet(TestKafka.bootstrapServers(), Duration.ofSeconds(30));

    private final TestRunner runner = fleet.runner();
    private final TopicTail output = fleet.tail(Topics.OUTPUT);

    @Test
    void showsItsSecretNowhere(CapturedOutput log) {
        runner.announce(LEAK);
        TaskRequest request = runner.publish(
                runner.withSealed(runner.repeatable(Map.of("PLAIN", "v4riable")), "TOKEN", SECRET, TOKEN));
        fleet.shippedWorker(
                "logging.level.io.groundcrew=TRACE",
                "logging.level.org.springframework=DEBUG",
                "logging.level.org.apache.kafka.clients=DEBUG");
        Finished end = fleet.end(request);
        soon().until(() -> text(request, OutputChunk.Stream.LOG).length() >= end.logLength());

        assertThat(end.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(end.reason()).contains("failing with ***");
        assertThat(end.issues()).singleElement().satisfies(issue -> {
            assertThat(issue.title()).isEqualTo("Issue ***");
            assertThat(issue.actual()).isEqualTo("b ***");
            assertThat(issue.nextSteps()).isEqualTo("***");
            assertThat(issue.details()).contains("***");
        });
        assertThat(end.subMetrics()).containsOnlyKeys("***");
        assertThat(text(request, OutputChunk.Stream.LOG)).contains("console *** and ", "split ***", "stderr ***");
        assertThat(text(request, OutputChunk.Stream.REPORT)).contains("report ***", "\"***\"");
        String everything = events() + text(request, OutputChunk.Stream.LOG) + text(request, OutputChunk.Stream.REPORT);
        for (String form : forms()) {
            assertThat(everything).doesNotContain(form);
            assertThat(log.getAll()).doesNotContain(form);
        }
        // Attack case 42: neither variables nor the environment are logged.
        assertThat(log.getAll()).contains("slots take requests").doesNotContain("v4riable", "RW_SLX_API_URL");
    }

    private static String[] forms() {
        String encoded = Base64.getEncoder().encodeToString(("user:" + SECRET).getBytes(StandardCharsets.UTF_8));
        return new String[] {"hunter2", "S3cr3t", encoded.substring(8, encoded.length() - 4), TOKEN};
    }

    private String events() {
        return fleet.events().records().stream()
                .map(record -> record.value() == null ? "" : new String(record.value(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("\n"));
    }

    private String text(TaskRequest request, OutputChunk.Stream stream) {
        return output.chunks(fleet.events(), request, stream).stream()
                .map(chunk -> new String(chunk.bytes(), StandardCharsets.UTF_8))
                .collect(Collectors.joining());
    }
}
