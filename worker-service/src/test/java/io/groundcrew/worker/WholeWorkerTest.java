package io.groundcrew.worker;

import static io.groundcrew.worker.ScriptedTasks.AT_ONCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RunEvent.Finished;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.embedded.test.TestKafka;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The worker as it is shipped, with a real Robot bundle from a real repository. */
class WholeWorkerTest {

    private static final String SLI = """
            *** Settings ***
            Library    RW.Core
            *** Tasks ***
            Measure
                RW.Core.Push Metric    0.5
            """;

    @AutoClose
    private final TestFleet fleet = new TestFleet(TestKafka.bootstrapServers(), Duration.ofSeconds(30));

    private final TestRunner runner = fleet.runner();

    @Test
    void runsARobotBundleOfACollectionWithoutRequirements() throws Exception {
        runner.announce(SLI);
        TaskRequest request = runner.publish(runner.repeatable(AT_ONCE));
        var worker = fleet.shippedWorker();
        Finished end = fleet.end(request);
        assertThat(end.reason()).isNull();
        assertThat(end.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(end.metric()).isEqualTo(0.5);
        assertThat(end.passed()).containsExactly("Measure");
        String port = worker.getEnvironment().getProperty("local.server.port");
        assertThat(get("http://127.0.0.1:" + port + "/actuator/health")).contains("UP");
        assertThat(get("http://127.0.0.1:" + port + "/actuator/prometheus"))
                .contains("groundcrew_worker_requests_taken_total");
    }

    private static String get(String url) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
