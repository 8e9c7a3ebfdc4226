package io.groundcrew.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.OutputChunk;
import io.groundcrew.contracts.run.RunEvent.Finished;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.embedded.test.TestKafka;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
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

    @TempDir
    private Path directory;

    @Test
    void showsItsSecretNowhere(CapturedOutput log) throws Exception {
        String servers = TestKafka.bootstrapServers();
        try (TestFleet fleet = new TestFleet(servers, "masked", directory, Duration.ofSeconds(30));
                TopicTail events = TopicTail.events(servers);
                TopicTail output = new TopicTail(servers, Topics.OUTPUT)) {
            fleet.announce(LEAK);
            TaskRequest request =
                    fleet.withSealed(fleet.request(true, Map.of("PLAIN", "v4riable")), "TOKEN", SECRET, TOKEN);
            fleet.publish(request);
            UUID run = request.run().id();
            try (var worker = new SpringApplicationBuilder(WorkerConfiguration.class)
                    .properties("spring.config.name=worker")
                    .run(
                            "--logging.level.io.groundcrew=TRACE",
                            "--logging.level.org.springframework=DEBUG",
                            "--logging.level.org.apache.kafka.clients=DEBUG",
                            "--spring.kafka.bootstrap-servers=" + servers,
                            "--server.port=0",
                            "--server.address=127.0.0.1",
                            "--groundcrew.keys.private-directory=" + fleet.keys(),
                            "--groundcrew.keys.public-directory=" + fleet.keys().resolve("public"),
                            "--worker.location=masked",
                            "--worker.data-directory=" + directory.resolve("data"),
                            "--worker.execute.runtime-directory="
                                    + Path.of("..", "task-runtime", "target", "runtime")
                                            .toAbsolutePath()
                                            .normalize(),
                            "--worker.file-roots=" + fleet.repositories())) {
                assertThat(worker.isRunning()).isTrue();
                Finished end = await().atMost(Duration.ofSeconds(90))
                        .until(() -> events.finished(run), ends -> !ends.isEmpty())
                        .getFirst();
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> text(output, events, run, OutputChunk.Stream.LOG)
                                        .length()
                                >= end.logLength());

                assertThat(end.outcome()).isEqualTo(Outcome.FAILED);
                assertThat(end.reason()).contains("failing with ***");
                assertThat(end.issues()).singleElement().satisfies(issue -> {
                    assertThat(issue.title()).isEqualTo("Issue ***");
                    assertThat(issue.actual()).isEqualTo("b ***");
                    assertThat(issue.nextSteps()).isEqualTo("***");
                    assertThat(issue.details()).contains("***");
                });
                assertThat(end.subMetrics()).containsOnlyKeys("***");
                assertThat(text(output, events, run, OutputChunk.Stream.LOG))
                        .contains("console *** and ", "split ***", "stderr ***");
                assertThat(text(output, events, run, OutputChunk.Stream.REPORT)).contains("report ***", "\"***\"");
                String everything = all(events)
                        + text(output, events, run, OutputChunk.Stream.LOG)
                        + text(output, events, run, OutputChunk.Stream.REPORT);
                for (String form : forms()) {
                    assertThat(everything).doesNotContain(form);
                    assertThat(log.getAll()).doesNotContain(form);
                }
                // Attack case 42: neither variables nor the environment are logged.
                assertThat(log.getAll()).contains("slots take requests").doesNotContain("v4riable", "RW_SLX_API_URL");
            }
        }
    }

    private static String[] forms() {
        String encoded = Base64.getEncoder().encodeToString(("user:" + SECRET).getBytes(StandardCharsets.UTF_8));
        return new String[] {"hunter2", "S3cr3t", encoded.substring(8, encoded.length() - 4), TOKEN};
    }

    private static String all(TopicTail topic) {
        return topic.records().stream()
                .map(record -> record.value() == null ? "" : new String(record.value(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("\n"));
    }

    private static String text(TopicTail output, TopicTail events, UUID run, OutputChunk.Stream stream) {
        return output.chunks(events, run, stream).stream()
                .map(chunk -> new String(chunk.bytes(), StandardCharsets.UTF_8))
                .collect(Collectors.joining());
    }
}
