package io.groundcrew.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groundcrew.chassis.identity.Caller;
import io.groundcrew.chassis.identity.Role;
import io.groundcrew.contracts.control.Control;
import io.groundcrew.contracts.fleet.WorkerBeat;
import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.contracts.wire.Wire;
import io.groundcrew.runner.RunningRunner.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Cancelling, purging, limits and drains as the API offers them, with a pool that is ready and whose worker takes nothing. */
class ControlStoryTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String API = "/api/v3/workspaces/default";

    @TempDir
    static Path directory;

    @AutoClose
    static RunningRunner runner;

    @BeforeAll
    static void start() {
        runner = RunningRunner.alone(directory);
        GitCollection git = new GitCollection(directory.resolve("control"));
        String commit = git.commitDisk();
        runner.putCollection("control", "{\"repoURL\": \"" + git.url() + "\", \"branch\": \"main\"}");
        runner.post("/api/v3/codecollections/control/sync", "", Map.of());
        String runbook = Samples.runbook("default--disk", git.url()).replaceFirst("(?m)^  secretsProvided.*$", "");
        runner.apply(Samples.slx("default--disk") + Samples.sli("default--disk", git.url(), 5) + runbook);
        await().atMost(SOON).until(() -> runner.state(Topics.POOLS).containsKey("local.control"));
        runner.beat("w1", "local", new WorkerBeat.Environment("control", commit, WorkerBeat.State.READY, null));
        await().atMost(SOON)
                .until(() -> "ready"
                        .equals(runner.get("/api/v3/codecollections/control")
                                .body()
                                .path("environment")
                                .path("state")
                                .asString("")));
    }

    @Test
    void cancelsAQueuedRunOnceAndTellsWhy() {
        String run = open("Check Disk `${DISK}`");
        JsonNode queued = queued(run);
        assertThat(queued.path("state").asString()).isEqualTo("dispatched");
        assertThat(queued.path("pool").asString()).isEqualTo("control");
        assertThat(queued.path("reason").asString()).contains("free slot");

        Answer cancelled = post("/run-requests/" + run + "/cancel", "{\"reason\": \"wrong disk\"}");

        assertThat(cancelled.status()).as(cancelled.text()).isEqualTo(200);
        assertThat(cancelled.body().path("runRequestIds").get(0).asString()).isEqualTo(run);
        await().atMost(SOON).until(() -> reason(run).equals("Cancelled by test: wrong disk"));
        await().atMost(SOON)
                .until(() -> post("/run-requests/" + run + "/cancel", "").text().contains("has ended as Cancelled"));
        Answer again = post("/run-requests/" + run + "/cancel", "");
        assertThat(again.status()).isEqualTo(409);
        assertThat(post("/run-requests/" + UUID.randomUUID() + "/cancel", "").status())
                .isEqualTo(404);
        assertThat(post("/run-requests/" + run + "/cancel", "{\"reason\": \"" + "x".repeat(1_025) + "\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void pagesOnBehindARunThatHasLeftTheQueue() {
        List<String> opened = IntStream.range(0, 4)
                .mapToObj(one -> open("Check Disk `${DISK}`"))
                .toList();
        String next = API + "/queue?limit=1";
        List<String> seen = new ArrayList<>();
        while (next != null) {
            JsonNode page = runner.get(next).body();
            for (JsonNode one : page.path("results")) {
                String run = one.path("id").asString();
                seen.add(run);
                post("/run-requests/" + run + "/cancel", "");
            }
            next = page.path("next").isString() ? page.path("next").asString() : null;
        }
        assertThat(seen).doesNotHaveDuplicates().containsAll(opened);
    }

    @Test
    void cancelsAScheduledCheckThatNobodyHasBegun() {
        await().atMost(SOON).until(() -> !requested(Lane.SCHEDULED).isEmpty());
        await().atMost(SOON).untilAsserted(() -> {
            TaskRequest check = requested(Lane.SCHEDULED).getLast();
            String run = check.run().id().toString();
            assertThat(post("/run-requests/" + run + "/cancel", "").status()).isEqualTo(200);
            assertThat(reason(run)).isEqualTo("Cancelled by test.");
        });
    }

    @Test
    void purgesByAnyConditionAndAsksForOne() {
        String named = open("Check Disk `${DISK}`");
        assertThat(post("/queue/purge", "{}").status()).isEqualTo(400);
        assertThat(purged("{\"tag\": {\"name\": \"resource_name\", \"value\": \"nothing\"}}"))
                .isZero();
        assertThat(purged("{\"taskTitle\": \"Another\"}")).isZero();
        assertThat(purged("{\"slxName\": \"default--disk\", \"pool\": \"other\"}"))
                .isZero();

        assertThat(purged("{\"tag\": {\"name\": \"resource_name\"}, \"taskTitle\": \"Check Disk `${DISK}`\"}"))
                .isPositive();

        await().atMost(SOON).until(() -> reason(named).equals("Cancelled by test."));
    }

    @Test
    void setsShowsAndRemovesALimitThatRunsWaitFor() {
        assertThat(put("/concurrency-limits/none", "{\"most\": 1}").status()).isEqualTo(400);
        assertThat(put("/concurrency-limits/BAD", "{\"most\": 1, \"pool\": \"control\"}")
                        .status())
                .isEqualTo(400);
        assertThat(put("/concurrency-limits/few", "{\"most\": 0, \"pool\": \"control\"}")
                        .status())
                .isEqualTo(400);
        assertThat(put("/concurrency-limits/few", "{\"most\": 1, \"taskTitle\": \"Check Disk `${DISK}`\"}")
                        .status())
                .isEqualTo(200);
        String first = open("Check Disk `${DISK}`");
        String second = open("Check Disk `${DISK}`");

        await().atMost(SOON).until(() -> queued(first).path("state").asString().equals("dispatched"));
        await().atMost(SOON)
                .until(() -> queued(second).path("reason").asString().contains("\"few\""));
        JsonNode limit =
                runner.get(API + "/concurrency-limits").body().path("results").get(0);
        assertThat(limit.path("running").asInt()).isEqualTo(1);
        assertThat(limit.path("modifiedBy").asString()).isEqualTo("test");

        assertThat(runner.delete(API + "/concurrency-limits/few").status()).isEqualTo(204);
        assertThat(runner.delete(API + "/concurrency-limits/few").status()).isEqualTo(404);
        await().atMost(SOON).until(() -> queued(second).path("state").asString().equals("dispatched"));
    }

    @Test
    void drainsAWorkerThatIsThereAndShowsThePools() {
        assertThat(runner.post("/api/v3/workers/nobody/drain", "{}", Map.of()).status())
                .isEqualTo(404);
        assertThat(runner.post("/api/v3/workers/w1/drain", "{\"graceSeconds\": -1}", Map.of())
                        .status())
                .isEqualTo(400);
        assertThat(runner.post("/api/v3/workers/w1/drain", "{\"graceSeconds\": 60}", Map.of())
                        .status())
                .isEqualTo(204);
        assertThat(runner.post("/api/v3/workers/w1/resume", "", Map.of()).status())
                .isEqualTo(204);
        assertThat(Wire.read(Objects.requireNonNull(runner.state(Topics.CONTROL).get("w1")), Control.class))
                .isEqualTo(new Control.Drain("w1", null));

        JsonNode pool = runner.get("/api/v3/pools").body().path("results").get(0);
        assertThat(pool.path("pool").asString()).isEqualTo("control");
        assertThat(pool.path("workers").asInt()).isEqualTo(1);
        assertThat(pool.path("slots").asInt()).isEqualTo(4);
        assertThat(pool.path("lanes").findValuesAsString("lane")).containsExactly("interactive", "scheduled", "calls");
    }

    @Test
    void showsTheWorkersOfATagAndDrainsThemTogether() {
        runner.beat("rack-2-a", "racks", List.of("rack-2", "arm"));
        runner.beat("rack-2-b", "racks", List.of("rack-2"));
        runner.beat("rack-3-a", "racks", List.of("rack-3"));
        await().atMost(SOON).until(() -> workers("?tag=rack-3").equals(List.of("rack-3-a")));
        assertThat(workers("")).contains("w1", "rack-2-a", "rack-2-b", "rack-3-a");
        assertThat(workers("?tag=rack-2")).containsExactlyInAnyOrder("rack-2-a", "rack-2-b");
        assertThat(workers("?tag=rack")).isEmpty();
        JsonNode arm =
                runner.get("/api/v3/workers?tag=arm").body().path("results").get(0);
        assertThat(arm.path("tags").toString()).isEqualTo("[\"rack-2\",\"arm\"]");

        Answer drained = runner.post("/api/v3/workers/drain", "{\"tag\": \"rack-2\", \"graceSeconds\": 60}", Map.of());
        assertThat(drained.status()).as(drained.text()).isEqualTo(200);
        assertThat(drained.body().path("workers").toString()).isEqualTo("[\"rack-2-a\",\"rack-2-b\"]");
        assertThat(drain("rack-2-a").by())
                .isNotNull()
                .isEqualTo(drain("rack-2-b").by());
        assertThat(runner.state(Topics.CONTROL)).doesNotContainKey("rack-3-a");

        assertThat(runner.post("/api/v3/workers/resume", "{\"tag\": \"rack-2\"}", Map.of())
                        .status())
                .isEqualTo(200);
        assertThat(drain("rack-2-a").by()).isNull();
        assertThat(drain("rack-2-b").by()).isNull();
    }

    @Test
    void refusesToDrainATagThatNobodyHasOrThatIsNone() {
        assertThat(runner.post("/api/v3/workers/drain", "{\"tag\": \"nobody\"}", Map.of())
                        .status())
                .isEqualTo(404);
        assertThat(runner.post("/api/v3/workers/resume", "{\"tag\": \"nobody\"}", Map.of())
                        .status())
                .isEqualTo(404);
        for (String body : List.of("{}", "{\"tag\": \"No Tag\"}", "{\"tag\": \"w\", \"graceSeconds\": -1}")) {
            assertThat(runner.post("/api/v3/workers/drain", body, Map.of()).status())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(runner.get("/api/v3/workers?tag=No%20Tag").status()).isEqualTo(400);
    }

    private static List<String> workers(String query) {
        return runner.get("/api/v3/workers" + query).body().path("results").findValuesAsString("id");
    }

    private static Control.Drain drain(String worker) {
        return (Control.Drain)
                Wire.read(Objects.requireNonNull(runner.state(Topics.CONTROL).get(worker)), Control.class);
    }

    @Test
    void letsReadersLookOnly() {
        Caller reader = new Caller("jane", Map.of("default", Role.READONLY), "request");
        assertThat(runner.as(reader, "GET", API + "/queue", "").status()).isEqualTo(200);
        assertThat(runner.as(reader, "POST", API + "/queue/purge", "{\"pool\": \"control\"}")
                        .status())
                .isEqualTo(403);
        assertThat(runner.as(reader, "POST", API + "/run-requests/" + UUID.randomUUID() + "/cancel", "")
                        .status())
                .isEqualTo(403);
        assertThat(runner.as(reader, "POST", "/api/v3/workers/w1/drain", "").status())
                .isEqualTo(403);
        assertThat(runner.as(reader, "POST", "/api/v3/workers/drain", "{\"tag\": \"rack-2\"}")
                        .status())
                .isEqualTo(403);
    }

    private static String open(String title) {
        Answer opened = post(
                "/runsessions", "{\"runRequests\": [{\"slxName\": \"disk\", \"taskTitles\": [\"" + title + "\"]}]}");
        assertThat(opened.status()).as(opened.text()).isEqualTo(201);
        return opened.body().path("runRequests").get(0).path("id").asString();
    }

    private static JsonNode queued(String run) {
        return runner.get(API + "/queue?limit=250")
                .body()
                .path("results")
                .valueStream()
                .filter(one -> one.path("id").asString().equals(run))
                .findFirst()
                .orElseThrow();
    }

    private static int purged(String body) {
        return post("/queue/purge", body).body().path("count").asInt();
    }

    private static Answer post(String path, String body) {
        return runner.post(API + path, body, Map.of());
    }

    private static Answer put(String path, String body) {
        return runner.as(new Caller("test", Map.of(Caller.EVERYWHERE, Role.ADMIN), "request"), "PUT", API + path, body);
    }

    private static List<TaskRequest> requested(Lane lane) {
        return runner.state(Topics.requests("local", "control", lane)).values().stream()
                .map(value -> Wire.read(value, TaskRequest.class))
                .toList();
    }

    /** Why a run ended; empty for one that goes on. */
    private static String reason(String run) {
        return runner.values(Topics.EVENTS)
                .map(value -> Wire.read(value, RunEvent.class))
                .filter(event -> event.run().id().toString().equals(run))
                .filter(RunEvent.Finished.class::isInstance)
                .map(RunEvent.Finished.class::cast)
                .filter(end -> end.outcome() == Outcome.CANCELLED)
                .map(end -> String.valueOf(end.reason()))
                .findFirst()
                .orElse("");
    }
}
