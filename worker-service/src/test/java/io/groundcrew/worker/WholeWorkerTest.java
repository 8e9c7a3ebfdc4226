package io.groundcrew.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RunEvent.Finished;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.embedded.test.TestKafka;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The worker as it is shipped, with a real Robot bundle from a real repository. */
class WholeWorkerTest {

    private static final String SLI = """
            *** Settings ***
            Library    RW.Core
            *** Tasks ***
            Measure
                RW.Core.Push Metric    0.5
            """;

    @TempDir
    private Path directory;

    @Test
    void runsARobotBundleOfACollectionWithoutRequirements() throws Exception {
        String servers = TestKafka.bootstrapServers();
        try (TestFleet fleet = new TestFleet(servers, "whole", directory, Duration.ofSeconds(30));
                TopicTail events = TopicTail.events(servers)) {
            fleet.announce(SLI);
            TaskRequest request = fleet.publish(fleet.request(true, Map.of()));
            try (var worker = new SpringApplicationBuilder(WorkerConfiguration.class)
                    .properties("spring.config.name=worker")
                    .run(
                            "--spring.kafka.bootstrap-servers=" + servers,
                            "--server.port=0",
                            "--server.address=127.0.0.1",
                            "--groundcrew.keys.private-directory=" + fleet.keys(),
                            "--groundcrew.keys.public-directory=" + fleet.keys().resolve("public"),
                            "--worker.location=whole",
                            "--worker.data-directory=" + directory.resolve("data"),
                            "--worker.execute.runtime-directory="
                                    + Path.of("..", "task-runtime", "target", "runtime")
                                            .toAbsolutePath()
                                            .normalize(),
                            "--worker.file-roots=" + fleet.repositories())) {
                Finished end = await().atMost(Duration.ofSeconds(90))
                        .until(() -> events.finished(request.run().id()), ends -> !ends.isEmpty())
                        .getFirst();
                assertThat(end.reason()).isNull();
                assertThat(end.outcome()).isEqualTo(Outcome.COMPLETED);
                assertThat(end.metric()).isEqualTo(0.5);
                assertThat(end.passed()).containsExactly("Measure");
                String port = worker.getEnvironment().getProperty("local.server.port");
                assertThat(get("http://127.0.0.1:" + port + "/actuator/health")).contains("UP");
                assertThat(get("http://127.0.0.1:" + port + "/actuator/prometheus"))
                        .contains("groundcrew_worker_requests_taken_total");
            }
        }
    }

    private static String get(String url) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
