package io.groundcrew.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The whole standalone dies in the middle of its work. */
class KillTest {

    private static final int RUNS = 200;
    private static final int MOST_SLOTS = 16;

    @TempDir
    private Path directory;

    @Test
    void completesEveryQueuedRunAfterAKillAndLeavesNoProcessOfTheFirstLife() throws IOException {
        Path marker = openToTasks(directory.resolve("marker"));
        Installation groundcrew = new Installation(directory.resolve("data")).up();
        Scenario scenario = new Scenario(groundcrew.api(), directory);
        Path checks = scenario.repository("checks", "checks");
        scenario.collection("checks", checks);
        scenario.slx("kill", checks, Scenario.TASKS, Scenario.TASKS, 0, Map.of("MARKER", marker.toString()));

        List<String> runs = accept(groundcrew.api());
        await().atMost(Duration.ofSeconds(60)).until(() -> lines(marker).size() >= 20);
        ProcessHandle first = groundcrew.process().orElseThrow();
        List<ProcessHandle> tree = new ArrayList<>(first.descendants().toList());
        tree.add(first);
        first.destroyForcibly();
        await().atMost(Duration.ofSeconds(5)).until(() -> !first.isAlive());

        groundcrew.up();
        await().atMost(Duration.ofSeconds(5)).until(() -> tree.stream().noneMatch(ProcessHandle::isAlive));

        try (groundcrew) {
            await().atMost(Duration.ofMinutes(3))
                    .untilAsserted(() -> assertThat(runs.stream()
                                    .map(groundcrew.api()::runRequest)
                                    .map(KillTest::outcome)
                                    .collect(Collectors.groupingBy(Function.identity(), Collectors.counting())))
                            .isEqualTo(Map.of("Completed", (long) RUNS)));
            Map<String, Long> executions =
                    lines(marker).stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
            assertThat(executions.keySet()).containsExactlyInAnyOrderElementsOf(runs);
            assertThat(executions.values().stream().filter(count -> count > 1).count())
                    .isLessThanOrEqualTo(MOST_SLOTS);
        }
    }

    private static List<String> accept(Api api) {
        List<Map<String, Object>> requests = new ArrayList<>();
        for (int number = 0; number < RUNS; number++) {
            requests.add(Map.of("slxName", "kill", "taskTitles", List.of("Append The Run")));
        }
        Api.Answer answer =
                api.post(Api.WORKSPACE + "/runsessions", Map.of("generateName", "kill", "runRequests", requests));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.body()
                .path("runRequests")
                .valueStream()
                .map(run -> run.path("id").asString(""))
                .toList();
    }

    private static String outcome(JsonNode run) {
        return run.path("outcome").asString("none yet");
    }

    /** A file that tasks may write to, since they may be users of their own. */
    private static Path openToTasks(Path file) throws IOException {
        return Files.setPosixFilePermissions(Files.createFile(file), PosixFilePermissions.fromString("rw-rw-rw-"));
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }
}
