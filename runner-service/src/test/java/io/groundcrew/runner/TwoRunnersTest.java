package io.groundcrew.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.fleet.WorkerBeat;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.contracts.run.RunIds;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.embedded.EmbeddedKafka;
import io.groundcrew.embedded.ServiceDatabase;
import io.groundcrew.embedded.test.TestDatabase;
import io.groundcrew.embedded.test.TestKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * Two runners of one installation: one in this process, and one of its own that can be killed. {@code -Dchecks=1000} makes it
 * ten times as many checks.
 */
class TwoRunnersTest {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final int CHECKS = Integer.getInteger("checks", 100);
    private static final int INTERVAL = 5;
    private static final String API = "/api/v3/workspaces/default";

    @TempDir
    Path directory;

    private EmbeddedKafka kafka;
    private RunningRunner survivor;
    private Process victim;

    @BeforeEach
    void start() throws IOException {
        kafka = TestKafka.own();
        ServiceDatabase database = TestDatabase.fresh("runner");
        survivor = new RunningRunner(kafka.bootstrapServers(), database, directory);
        victim = startVictim(database);
        survivor.awaitWorkspace();
    }

    @AfterEach
    void stop() {
        victim.destroyForcibly().onExit().join();
        survivor.close();
        kafka.close();
    }

    @Test
    void giveEachNominalFireAnOutcomeWhenOneOfThemIsKilled() {
        GitCollection git = new GitCollection(directory.resolve("checks"));
        String commit = git.commitDisk();
        survivor.putCollection("checks", "{\"repoURL\": \"" + git.url() + "\", \"branch\": \"main\"}");
        survivor.post("/api/v3/codecollections/checks/sync", "", Map.of());
        survivor.apply(IntStream.range(0, CHECKS)
                .mapToObj(number -> "check-" + number)
                .map(name -> Samples.slx(name) + Samples.sli(name, git.url(), INTERVAL))
                .collect(Collectors.joining()));
        Map<String, Instant> preview = preview();
        await().atMost(SOON).until(() -> survivor.state(Topics.POOLS).containsKey("local.checks"));
        try (StubWorker worker = new StubWorker(kafka.bootstrapServers(), "local", "checks")) {
            survivor.beat("w1", "local", new WorkerBeat.Environment("checks", commit, WorkerBeat.State.READY, null));
            await().atMost(SOON)
                    .until(() -> liveRunners() == 2 && worker.outcomes().size() > CHECKS);
            Instant from = Instant.now();
            Instant killed = from.plusSeconds(INTERVAL);
            awaitOutcomes(worker, runs(preview, from, killed));

            victim.destroyForcibly().onExit().join();

            Instant until = Instant.now().plusSeconds(2 * INTERVAL);
            Map<UUID, Fire> due = runs(preview, from, until);
            awaitOutcomes(worker, due);
            assertThat(due.entrySet().stream()
                            .filter(run -> worker.outcomes().get(run.getKey()) != Outcome.COMPLETED)
                            .map(run -> run.getValue().at().getEpochSecond() % INTERVAL)
                            .distinct())
                    .as("seconds of the interval that were in the dead runner's hands")
                    .hasSizeLessThanOrEqualTo(2);
        }
    }

    private static void awaitOutcomes(StubWorker worker, Map<UUID, Fire> runs) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(runs.keySet().stream()
                                .filter(run -> !worker.outcomes().containsKey(run))
                                .map(runs::get))
                        .as("nominal fires without an outcome")
                        .isEmpty());
    }

    private long liveRunners() {
        return survivor.bean(JdbcClient.class)
                .sql("select count(*) from qrtz_scheduler_state")
                .query(Long.class)
                .single();
    }

    /** A nominal fire of each check. */
    private Map<String, Instant> preview() {
        Map<String, Instant> fires = new HashMap<>();
        for (String page = API + "/schedules?limit=100"; page != null; ) {
            JsonNode list = survivor.get(page).body();
            for (JsonNode schedule : list.path("results")) {
                fires.put(
                        schedule.path("slxShortName").asString(),
                        Instant.parse(
                                schedule.path("nextRuns").get(0).path("at").asString()));
            }
            page = list.path("next").asString(null);
        }
        assertThat(fires).hasSize(CHECKS);
        return fires;
    }

    private record Fire(String slx, Instant at) {}

    /** The runs of all nominal fires between two instants. */
    private static Map<UUID, Fire> runs(Map<String, Instant> preview, Instant from, Instant until) {
        return preview.entrySet().stream()
                .flatMap(check -> {
                    long behind =
                            Math.floorMod(check.getValue().getEpochSecond() - from.getEpochSecond() - 1, INTERVAL);
                    Instant first = Instant.ofEpochSecond(from.getEpochSecond() + 1 + behind);
                    return Stream.iterate(first, at -> at.isBefore(until), at -> at.plusSeconds(INTERVAL))
                            .map(at -> Map.entry(
                                    RunIds.scheduled(new SlxRef("default", check.getKey()), RobotKind.SLI, "local", at),
                                    new Fire(check.getKey(), at)));
                })
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private Process startVictim(ServiceDatabase database) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                RunnerApplication.class.getName()));
        command.addAll(List.of(RunningRunner.arguments(
                kafka.bootstrapServers(),
                database,
                directory,
                "runner.data-directory=" + directory.resolve("victim"))));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("victim.log").toFile())
                .start();
    }
}
