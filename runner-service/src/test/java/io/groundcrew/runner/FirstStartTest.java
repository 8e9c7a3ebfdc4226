package io.groundcrew.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.embedded.EmbeddedKafka;
import io.groundcrew.embedded.ServiceDatabase;
import io.groundcrew.embedded.test.TestDatabase;
import io.groundcrew.embedded.test.TestKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a first start makes, and what a second one finds. */
class FirstStartTest {

    private static final Duration SOON = Duration.ofSeconds(40);

    @TempDir
    Path directory;

    @Test
    void makesItOnceAndComesBackWithoutTheRemote() throws Exception {
        GitCollection git = new GitCollection(directory.resolve("starter"));
        String commit = git.commitDisk();
        Path documents = Files.writeString(
                directory.resolve("first.yaml"),
                Samples.slx("one") + Samples.slx("two") + Samples.runbook("one", "${starter-url}"));
        String[] properties = {
            "runner.bootstrap.variables.starter-url=" + git.url(),
            "runner.bootstrap.collections[0].name=starter",
            "runner.bootstrap.collections[0].repoURL=${starter-url}",
            "runner.bootstrap.documents[0]=" + documents
        };
        ServiceDatabase database = TestDatabase.fresh("runner");
        try (EmbeddedKafka kafka = TestKafka.own()) {
            try (RunningRunner runner =
                    new RunningRunner(kafka.bootstrapServers(), database, directory.resolve("a"), properties)) {
                await().atMost(SOON)
                        .until(() -> runner.get("/api/v3/workspaces/default/tasks")
                                        .body()
                                        .path("results")
                                        .size()
                                == 2);
                await().atMost(SOON)
                        .untilAsserted(
                                () -> assertThat(requestPartitions(kafka)).hasSameSizeAs(Lane.values()));
                runner.delete("/api/v3/workspaces/default/slxs/two");
                await().atMost(SOON).until(() -> !runner.state(Topics.RESOURCES).containsKey("default/SLX/two"));
            }
            Files.move(directory.resolve("starter"), directory.resolve("gone"));

            try (RunningRunner runner =
                    new RunningRunner(kafka.bootstrapServers(), database, directory.resolve("a"), properties)) {
                await().atMost(SOON)
                        .until(() -> runner.get("/api/v3/workspaces/default/slxs/one/runbook")
                                        .body()
                                        .path("resolved_tasks")
                                        .size()
                                == 2);
                var failed = runner.post("/api/v3/codecollections/starter/sync", "", Map.of());
                assertThat(failed.body().path("commit").asString()).isEqualTo(commit);
                assertThat(failed.body().path("sync").path("state").asString()).isEqualTo("failed");
                assertThat(runner.get("/api/v3/workspaces/default/slxs/two").status())
                        .isEqualTo(404);
                assertThat(runner.get("/api/v3/workspaces/default")
                                .body()
                                .path("slxCount")
                                .asInt())
                        .isEqualTo(1);
            }
        }
    }

    /** As when the gateway's port is another one than at the first start. */
    @Test
    void followsItsVariablesAtLaterStartsWhereNobodyChangedAnything() throws Exception {
        GitCollection git = new GitCollection(directory.resolve("starter"));
        git.commitDisk();
        ServiceDatabase database = TestDatabase.fresh("runner");
        try (EmbeddedKafka kafka = TestKafka.own()) {
            try (RunningRunner runner = start(kafka, database, git.url(), "first", "kept", "changed", "deleted")) {
                await().atMost(SOON)
                        .until(
                                () -> disk(runner, "kept") + disk(runner, "changed") + disk(runner, "deleted"),
                                "firstfirstfirst"::equals);
                runner.apply(Samples.sli("changed", git.url(), 60).replace("value: data", "value: mine"));
                runner.delete("/api/v3/workspaces/default/slxs/deleted");
            }
            try (RunningRunner runner =
                    start(kafka, database, git.url(), "second", "kept", "changed", "deleted", "new")) {
                await().atMost(SOON).until(() -> disk(runner, "new"), "second"::equals);
                assertThat(disk(runner, "kept")).isEqualTo("second");
                assertThat(disk(runner, "changed")).isEqualTo("mine");
                assertThat(runner.get("/api/v3/workspaces/default/slxs/deleted").status())
                        .isEqualTo(404);
            }
            String moved = new GitCollection(directory.resolve("moved")).url();
            try (RunningRunner runner = start(kafka, database, moved, "third", "kept", "newer")) {
                await().atMost(SOON).until(() -> disk(runner, "newer"), "third"::equals);
                assertThat(disk(runner, "kept"))
                        .as("of a collection that is registered elsewhere")
                        .isEqualTo("second");
            }
        }
    }

    private RunningRunner start(EmbeddedKafka kafka, ServiceDatabase database, String url, String disk, String... slxs)
            throws IOException {
        List<String> properties = new ArrayList<>(List.of(
                "runner.bootstrap.variables.starter-url=" + url,
                "runner.bootstrap.variables.disk=" + disk,
                "runner.bootstrap.collections[0].name=starter",
                "runner.bootstrap.collections[0].repoURL=${starter-url}"));
        for (String slx : slxs) {
            Path file = directory.resolve(slx + ".yaml");
            Files.writeString(
                    file,
                    Samples.slx(slx) + Samples.sli(slx, "${starter-url}", 60).replace("value: data", "value: ${disk}"));
            properties.add("runner.bootstrap.documents[" + (properties.size() - 4) + "]=" + file);
        }
        return new RunningRunner(
                kafka.bootstrapServers(), database, directory.resolve("b"), properties.toArray(String[]::new));
    }

    private static String disk(RunningRunner runner, String slx) {
        return runner.get("/api/v3/workspaces/default/slxs/" + slx + "/sli")
                .body()
                .path("spec")
                .path("configProvided")
                .path(0)
                .path("value")
                .asString("");
    }

    /** Of all request topics together: one pool has one of each lane. */
    private static List<TopicPartitionInfo> requestPartitions(EmbeddedKafka kafka)
            throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            List<String> topics = admin.listTopics().names().get().stream()
                    .filter(name -> name.startsWith("groundcrew.requests."))
                    .toList();
            return admin.describeTopics(topics).allTopicNames().get().values().stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .toList();
        }
    }
}
