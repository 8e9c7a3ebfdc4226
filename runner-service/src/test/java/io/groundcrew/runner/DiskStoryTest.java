package io.groundcrew.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.fleet.PoolAnnounced;
import io.groundcrew.contracts.fleet.WorkerBeat;
import io.groundcrew.contracts.run.Access;
import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.contracts.wire.Wire;
import io.groundcrew.runner.plan.Plan;
import io.groundcrew.runner.plan.RunPlans;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** A collection, its documents and a worker, from registration to a plan. */
class DiskStoryTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    @AutoClose
    static RunningRunner runner;

    @BeforeAll
    static void start() {
        runner = RunningRunner.alone(directory);
    }

    @Test
    void putsAChecksCallsIntoALaneOfTheirOwn() {
        applyCalls("calls", "web", 5);

        await().atMost(SOON)
                .until(() -> !runner.state(Topics.requests("local", "calls", Lane.CALLS))
                        .isEmpty());
        assertThat(runner.state(Topics.requests("local", "calls", Lane.SCHEDULED)))
                .isEmpty();
    }

    @Test
    void givesCallsThatComeSeldomNoMoreTimeThanOthers() {
        applyCalls("seldom", "hourly", 3_600);

        SlxRef slx = new SlxRef("default", "hourly");
        Plan plan = await().atMost(SOON)
                .until(
                        () -> runner.bean(RunPlans.class).planAt(slx, RobotKind.SLI, "local", List.of(), Map.of()),
                        Plan.Ready.class::isInstance);
        assertThat(((Plan.Ready) plan).timeout()).hasMinutes(5);
    }

    /** Makes a check of an SLX that consists of a call, in a collection of its own that worker w2 has ready. */
    private static void applyCalls(String collection, String slx, int seconds) {
        GitCollection git = new GitCollection(directory.resolve(collection));
        String commit = git.commit("codebundles/web/codebundle.yaml", """
                title: Web
                sli:
                  title: Answers
                  type: rest
                  url: http://127.0.0.1:9/
                  expect: {status: [200]}
                  metric: expectations
                  access: read-only
                """);
        runner.putCollection(collection, "{\"repoURL\": \"" + git.url() + "\", \"branch\": \"main\"}");
        runner.post("/api/v3/codecollections/" + collection + "/sync", "", Map.of());
        runner.apply(Samples.slx("default--" + slx)
                + Samples.sli("default--" + slx, git.url(), seconds)
                        .replace("codebundles/disk/sli.robot", "codebundles/web/codebundle.yaml"));
        await().atMost(SOON).until(() -> runner.state(Topics.POOLS).containsKey("local." + collection));

        runner.beat("w2", "local", new WorkerBeat.Environment(collection, commit, WorkerBeat.State.READY, null));
    }

    @Test
    void runsARunbookOnItsIntervalUntilItIsDeleted() {
        runner.apply(Samples.slx("default--again")
                + Samples.runbook("default--again", "https://git.example/ops/checks.git") + "  intervalSeconds: 7\n");

        await().atMost(SOON).until(() -> count("run where slx = 'again'") >= 2);
        assertThat(count("run_session where source = 'schedule' and name like 'again-%'"))
                .isEqualTo(count("run where slx = 'again'"));
        assertThat(count("qrtz_job_details where job_name like '7s-%'")).isPositive();

        runner.delete("/api/v3/workspaces/default/slxs/again");
        await().atMost(SOON).until(() -> count("qrtz_job_details where job_name like '7s-%'") == 0);
    }

    @Test
    void clearsAwayWhatAnEarlierVersionLeftToQuartz() {
        runner.bean(JdbcClient.class).sql("""
                        insert into qrtz_job_details (sched_name, job_name, job_group, job_class_name,
                            is_durable, is_nonconcurrent, is_update_data, requests_recovery)
                        values ('groundcrew', '30s-7', 'checks', 'io.groundcrew.runner.schedule.Gone', true, true, false, true)
                        """).update();

        await().atMost(SOON).until(() -> count("qrtz_job_details where job_group = 'checks'") == 0);
    }

    private static long count(String what) {
        return runner.bean(JdbcClient.class)
                .sql("select count(*) from " + what)
                .query(Long.class)
                .single();
    }

    @Test
    void movesToANewCommitOnlyWhenAWorkerHasItReady() {
        GitCollection git = new GitCollection(directory.resolve("story"));
        String first = git.commitDisk();
        var registered = runner.putCollection("story", "{\"repoURL\": \"" + git.url() + "\", \"branch\": \"main\"}");
        assertThat(registered.status()).as(registered.text()).isEqualTo(201);
        var synced = runner.post("/api/v3/codecollections/story/sync", "", Map.of());
        assertThat(synced.body().path("commit").asString()).isEqualTo(first);
        assertThat(synced.body().path("sync").path("state").asString()).isEqualTo("ok");
        assertThat(synced.body().path("environment").path("state").asString()).isEqualTo("preparing");
        assertThat(synced.body().path("counts").path("tasks").asInt()).isEqualTo(4);

        var applied = runner.apply(Samples.slx("default--disk")
                + Samples.sli("default--disk", git.url(), 30)
                + Samples.runbook("disk", git.url() + "/"));
        assertThat(applied.status()).isEqualTo(200);
        assertThat(applied.body().findValuesAsString("result")).containsExactly("created", "created", "created");
        assertThat(applied.body().get(1).path("warnings")).isEmpty();

        RunPlans plans = runner.bean(RunPlans.class);
        SlxRef disk = new SlxRef("default", "disk");
        assertThat(plans.slxExists(disk)).isTrue();
        assertThat(plans.plan(disk, RobotKind.SLI, List.of(), Map.of(), null))
                .isInstanceOfSatisfying(
                        Plan.Waiting.class,
                        waiting -> assertThat(waiting.reason()).isEqualTo("preparing environment"));

        await().atMost(SOON).until(() -> runner.state(Topics.POOLS).containsKey("local.story"));
        runner.beat("w1", "local", environment(first, WorkerBeat.State.READY));
        await().atMost(SOON)
                .until(() -> plans.plan(disk, RobotKind.SLI, List.of(), Map.of(), null) instanceof Plan.Ready);
        assertThat(plans.plan(disk, RobotKind.SLI, List.of(), Map.of(), null))
                .isInstanceOfSatisfying(Plan.Ready.class, ready -> {
                    assertThat(ready.pool()).isEqualTo("story");
                    assertThat(ready.bundle().commit()).isEqualTo(first);
                    assertThat(ready.repeatable()).isTrue();
                    assertThat(ready.access()).isEqualTo(Access.READ_WRITE);
                    assertThat(ready.variables()).containsEntry("DISK", "data");
                });
        decidesAboutTitlesAndOverrides(plans, disk);

        String second = git.commit("codebundles/disk/extra.txt", "more");
        runner.post("/api/v3/codecollections/story/sync", "", Map.of());
        runner.beat(
                "w1",
                "local",
                environment(first, WorkerBeat.State.READY),
                new WorkerBeat.Environment("story", second, WorkerBeat.State.FAILED, "no such package"));
        await().atMost(SOON).untilAsserted(() -> {
            var shown = runner.get("/api/v3/codecollections/story").body();
            assertThat(shown.path("commit").asString()).isEqualTo(second);
            assertThat(shown.path("environment").path("state").asString()).isEqualTo("failed");
            assertThat(shown.path("environment").path("reason").asString()).isEqualTo("no such package");
            assertThat(shown.path("environment").path("commit").asString()).isEqualTo(first);
        });
        assertThat(commitOf(plans.plan(disk, RobotKind.SLI, List.of(), Map.of(), null)))
                .isEqualTo(first);
        await().atMost(SOON).until(() -> second.equals(announcedCommit()));

        runner.beat("w1", "local", environment(second, WorkerBeat.State.READY));
        await().atMost(SOON)
                .until(() -> second.equals(commitOf(plans.plan(disk, RobotKind.SLI, List.of(), Map.of(), null))));
        runsACommitThatWasFollowedBeforeAndNoOther(plans, disk, first, git.commit("codebundles/disk/more.txt", "new"));
        listsTasks();
        assertThat(runner.get("/api/v3/workers")
                        .body()
                        .path("results")
                        .get(0)
                        .path("health")
                        .asString())
                .isEqualTo("online");

        assertThat(schedules().findValues("every").toString()).contains("30");
        await().atMost(SOON).until(() -> runner.state(Topics.RESOURCES).containsKey("default/SLI/disk"));
        assertThat(runner.delete("/api/v3/workspaces/default/slxs/default--disk")
                        .status())
                .isEqualTo(204);
        assertThat(schedules().findValuesAsString("slxShortName")).doesNotContain("disk");
        await().atMost(SOON).until(() -> !runner.state(Topics.RESOURCES).containsKey("default/SLI/disk"));

        runner.delete("/api/v3/codecollections/story");
        await().atMost(SOON).until(() -> !runner.state(Topics.POOLS).containsKey("local.story"));
    }

    private static JsonNode schedules() {
        return runner.get("/api/v3/workspaces/default/schedules").body().path("results");
    }

    private static void decidesAboutTitlesAndOverrides(RunPlans plans, SlxRef disk) {
        assertThat(plans.plan(disk, RobotKind.RUNBOOK, List.of("Check Disk `${DISK}`"), Map.of("LIMIT", "80"), null))
                .isInstanceOfSatisfying(Plan.Ready.class, ready -> {
                    assertThat(ready.repeatable()).isTrue();
                    assertThat(ready.access()).isEqualTo(Access.READ_ONLY);
                    assertThat(ready.variables()).containsEntry("LIMIT", "80").containsEntry("SPEED", "slow");
                    assertThat(ready.secrets()).hasSize(1);
                });
        assertThat(plans.plan(disk, RobotKind.RUNBOOK, List.of(), Map.of(), null))
                .isInstanceOfSatisfying(
                        Plan.Ready.class,
                        ready -> assertThat(ready.repeatable()).isFalse());
        assertThat(refusal(plans.plan(disk, RobotKind.RUNBOOK, List.of("Polish Disk"), Map.of(), null)))
                .contains("\"Polish Disk\"", "Check Disk `${DISK}`");
        assertThat(refusal(plans.plan(disk, RobotKind.RUNBOOK, List.of(), Map.of("DISK", "x"), null)))
                .contains("DISK may not be overridden");
        assertThat(refusal(plans.plan(disk, RobotKind.RUNBOOK, List.of(), Map.of("LIMIT", "ninety"), null)))
                .contains("LIMIT", "ninety");
        assertThat(refusal(plans.plan(disk, RobotKind.RUNBOOK, List.of(), Map.of("SPEED", "warp"), null)))
                .contains("slow, fast");
        assertThat(refusal(plans.plan(disk, RobotKind.RUNBOOK, List.of(), Map.of("EVIL", "a".repeat(5_000)), null)))
                .contains("takes too long");
    }

    private static void runsACommitThatWasFollowedBeforeAndNoOther(
            RunPlans plans, SlxRef disk, String followed, String notFollowed) {
        await().atMost(SOON)
                .until(() ->
                        followed.equals(commitOf(plans.plan(disk, RobotKind.RUNBOOK, List.of(), Map.of(), followed))));
        for (String other : List.of(notFollowed, "0".repeat(40))) {
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(refusal(plans.plan(disk, RobotKind.RUNBOOK, List.of(), Map.of(), other)))
                                    .contains(other, "is not here", "Ask for another commit"));
        }
        String body = "{\"runRequests\": [{\"slxName\": \"disk\", \"commit\": \"%s\"}]}";
        assertThat(open(body.formatted(followed.substring(0, 12))).status()).isEqualTo(400);
        assertThat(open(body.formatted(followed.toUpperCase(Locale.ROOT))).status())
                .isEqualTo(400);
    }

    private static RunningRunner.Answer open(String body) {
        return runner.post("/api/v3/workspaces/default/runsessions", body, Map.of());
    }

    private static void listsTasks() {
        var tasks = runner.get("/api/v3/workspaces/default/tasks").body().path("results");
        assertThat(tasks.findValuesAsString("kind"))
                .containsExactly("health check", "health check", "diagnostic", "remediation");
        assertThat(tasks.get(2).path("resolvedTitle").asString()).isEqualTo("Check Disk `data`");
        assertThat(tasks.get(2).path("platform").asString()).isEqualTo("linux");
        var runbook = runner.get("/api/v3/workspaces/default/slxs/disk/runbook").body();
        assertThat(runbook.path("resolved_tasks").get(0).path("value").asString())
                .isEqualTo("Check Disk `${DISK}`");
        assertThat(runbook.path("name").asString()).isEqualTo("default--disk");
    }

    private static WorkerBeat.Environment environment(String commit, WorkerBeat.State state) {
        return new WorkerBeat.Environment("story", commit, state, null);
    }

    private static String announcedCommit() {
        byte[] announced = runner.state(Topics.POOLS).get("local.story");
        return announced == null
                ? "none"
                : String.valueOf(Wire.read(announced, PoolAnnounced.class).commit());
    }

    private static String commitOf(Plan plan) {
        return plan instanceof Plan.Ready ready ? ready.bundle().commit() : "";
    }

    private static String refusal(Plan plan) {
        return plan instanceof Plan.Refused refused ? refused.reason() : "not refused";
    }
}
