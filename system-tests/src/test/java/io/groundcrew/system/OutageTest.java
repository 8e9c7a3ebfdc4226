package io.groundcrew.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The broker or the database is stopped for 20 s under load: every run that was accepted around it completes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutageTest {

    private static final int RUNS = 300;
    private static final int BEFORE = 100;
    private static final Duration OUTAGE = Duration.ofSeconds(20);
    private static final String ASKED =
            "{\"runRequests\":[{\"slxName\":\"tasks\",\"taskTitles\":[\"Say Hello\"]}],\"sessionTTL\":\"20m\"}";

    private SeparateServices services;
    private Scenario scenario;

    @BeforeAll
    void start(@TempDir Path directory) {
        services = new SeparateServices(directory.resolve("groundcrew"));
        scenario = new Scenario(services.api(), directory);
        Path checks = scenario.repository("checks", "checks");
        scenario.collection("checks", checks);
        scenario.slx("pulse", checks, Scenario.TASKS, Scenario.TASKS, 5, Map.of());
        scenario.slx("tasks", checks, Scenario.TASKS, Scenario.TASKS, 0, Map.of());
    }

    @AfterAll
    void stop() {
        services.close();
    }

    @Test
    void kafkaStoppedFor20Seconds() {
        completesAllAround(services::stopKafka, services::startKafka);
    }

    @Test
    void postgresqlStoppedFor20Seconds() {
        completesAllAround(services::stopDatabase, services::startDatabase);
    }

    private void completesAllAround(Runnable outage, Runnable recovery) {
        List<String> runs = new ArrayList<>();
        accept(runs, BEFORE);
        CompletableFuture<Void> meanwhile = CompletableFuture.runAsync(() -> {
            outage.run();
            await().pollDelay(OUTAGE).atMost(OUTAGE.multipliedBy(2)).until(() -> true);
            recovery.run();
        });
        accept(runs, RUNS - BEFORE);
        meanwhile.join();
        Instant recovered = Instant.now();

        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(
                                runs.stream().collect(Collectors.groupingBy(this::outcome, Collectors.counting())))
                        .isEqualTo(Map.of("Completed", (long) RUNS)));
        await().atMost(Duration.ofSeconds(40))
                .until(() -> scenario.samples("pulse").stream()
                        .anyMatch(
                                sample -> Instant.parse(sample.path("timestamp").asString(""))
                                        .isAfter(recovered)));
    }

    /** With the reason, where it has one. */
    private String outcome(String run) {
        JsonNode request = services.api().runRequest(run);
        String outcome = request.path("outcome").asString("none yet");
        return request.has("reason") ? outcome + ": " + request.path("reason").asString("") : outcome;
    }

    /** Asks for one run after the other; what is not accepted is asked again with the same key, as a good client does. */
    private void accept(List<String> runs, int count) {
        for (int number = 0; number < count; number++) {
            String key = UUID.randomUUID().toString();
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(100))
                    .pollDelay(Duration.ZERO)
                    .ignoreExceptions()
                    .until(() -> ask(runs, key));
        }
    }

    private boolean ask(List<String> runs, String key) {
        Api.Answer answer = services.api()
                .send(services.api()
                        .request(Api.WORKSPACE + "/runsessions")
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofString(ASKED)));
        if (answer.status() == 201) {
            runs.add(answer.body().path("runRequests").get(0).path("id").asString(""));
            return true;
        }
        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        return false;
    }
}
