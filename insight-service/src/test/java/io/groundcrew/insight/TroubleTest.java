package io.groundcrew.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groundcrew.chassis.kafka.KafkaConnection;
import io.groundcrew.chassis.kafka.KafkaSettings;
import io.groundcrew.contracts.resource.ResourceAnnounced;
import io.groundcrew.contracts.wire.Headers;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.embedded.DatabaseSettings;
import io.groundcrew.embedded.EmbeddedDatabase;
import io.groundcrew.embedded.EmbeddedKafka;
import io.groundcrew.embedded.ServiceDatabase;
import io.groundcrew.embedded.test.TestDatabase;
import io.groundcrew.embedded.test.TestKafka;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TroubleTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    /** Attack case 35. */
    @Test
    void rejectsPoisonRecordsAndStoresTheOthersOfTheirBatch() {
        InsightServer server = SharedServer.SERVER;
        TestRun run = TestRun.now("poison", "web");
        server.send(Topics.EVENTS, run.key(), "{\"type\":\"Started\"".getBytes(StandardCharsets.UTF_8));
        server.send(Topics.EVENTS, run.key(), "{\"type\":\"Finished\",\"attempt\":1}".getBytes(StandardCharsets.UTF_8));
        server.send(Topics.EVENTS, run.key(), null);
        server.publish(Topics.EVENTS, run.key(), run.end().passed("Look").event());
        server.send(Topics.OUTPUT, run.key(), "nonsense".getBytes(StandardCharsets.UTF_8));
        server.publish(Topics.OUTPUT, run.key(), run.log(1, -1, "before the start"));
        server.publish(Topics.OUTPUT, run.key(), run.log(1, 0, "hello"));
        server.send(Topics.RESOURCES, "no-key-of-ours", new byte[0]);

        String path = "/api/v3/workspaces/poison/run-requests/" + run.ref().id();
        await().atMost(LONG)
                .until(() -> server.get("poison", path + "/log").body().equals("hello"));
        List<ConsumerRecord<String, byte[]>> rejected = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(KafkaSettings.consumer(
                KafkaConnection.to(TestKafka.bootstrapServers()), "test-rejected", "test-rejected"))) {
            consumer.subscribe(List.of(Topics.REJECTED));
            await().atMost(LONG).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(rejected::add);
                return rejected.size() >= 6;
            });
        }
        assertThat(rejected).hasSize(6).allSatisfy(record -> {
            assertThat(header(record, Headers.REJECTED_REASON)).contains("Expected");
            assertThat(header(record, Headers.REJECTED_TOPIC)).startsWith("groundcrew.");
        });
    }

    @Test
    void offersItsMetricsOnThePortForManagementOnly() {
        InsightServer server = SharedServer.SERVER;
        TestRun run = TestRun.now("metrics", "web");
        server.publish(Topics.EVENTS, run.key(), run.end().event());
        await().atMost(LONG).untilAsserted(() -> {
            HttpResponse<String> metrics = server.send(
                    HttpRequest.newBuilder(
                                    URI.create("http://127.0.0.1:" + server.managementPort() + "/actuator/prometheus"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(metrics.body())
                    .contains("groundcrew_insight_records_read_total{topic=\"groundcrew.events\"}")
                    .contains("groundcrew_insight_lag")
                    .contains("groundcrew_insight_batch_seconds_count");
        });
        assertThat(server.get("metrics", "/actuator/prometheus").statusCode()).isEqualTo(404);
    }

    @Test
    void closesIssuesWhenTheTombstoneOfTheirSlxArrives() {
        InsightServer server = SharedServer.SERVER;
        TestRun run = TestRun.now("tombs", "web");
        server.publish(
                Topics.EVENTS,
                run.key(),
                run.end().passed("Look").issues(run.issue("Look", "Down", 1)).event());
        String issues = "/api/v3/workspaces/tombs/issues";
        await().atMost(LONG)
                .until(() -> server.json("tombs", issues).path("results").size() == 1);
        server.publish(
                Topics.RESOURCES,
                ResourceAnnounced.key("tombs", ResourceAnnounced.Kind.SLX, "web"),
                new ResourceAnnounced("tombs", ResourceAnnounced.Kind.SLX, "web", null, Map.of(), Map.of(), 1));
        server.publish(Topics.RESOURCES, ResourceAnnounced.key("tombs", ResourceAnnounced.Kind.SLX, "web"), null);
        await().atMost(LONG)
                .until(() -> server.json("tombs", issues)
                        .path("results")
                        .path(0)
                        .path("closed")
                        .asBoolean());
    }

    @Test
    void losesNothingWhileTheDatabaseIsAwayAndChangesNothingWhenAllIsReadAgain() throws Exception {
        DatabaseSettings settings = TestDatabase.settings();
        EmbeddedDatabase postgres = EmbeddedDatabase.start(settings);
        try (EmbeddedKafka kafka = TestKafka.own()) {
            postgres.administration().createDatabase("trouble");
            ServiceDatabase database =
                    postgres.administration().createSchema("trouble", "insight", "insight", "secret");
            String before;
            try (InsightServer server = InsightServer.start(kafka.bootstrapServers(), database)) {
                publish(server, 0, 50);
                awaitRuns(server, 50);
                postgres.close();
                publish(server, 50, 100);
                await().atMost(LONG)
                        .until(() -> server.get("trouble", "/api/v3/workspaces/trouble/issues")
                                        .statusCode()
                                == 503);
                postgres = EmbeddedDatabase.start(settings);
                awaitRuns(server, 100);
                before = everything(server);
            }
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
                assertThat(toldOffsets(admin))
                        .as("a service that stopped has told how far it stored")
                        .isEqualTo(ends(admin));
                admin.deleteConsumerGroups(List.of(
                                "groundcrew-insight-events",
                                "groundcrew-insight-output",
                                "groundcrew-insight-resources"))
                        .all()
                        .get();
            }
            try (InsightServer server = InsightServer.start(kafka.bootstrapServers(), database)) {
                for (int slx = 0; slx < 5; slx++) {
                    TestRun marker = TestRun.now("marker", "web" + slx);
                    server.publish(
                            Topics.EVENTS, "trouble--slx" + slx, marker.end().event());
                    String path = "/api/v3/workspaces/marker/run-requests/"
                            + marker.ref().id();
                    await().atMost(LONG).until(() -> server.get("marker", path).statusCode() == 200);
                }
                assertThat(everything(server)).isEqualTo(before);
            }
        } finally {
            postgres.close();
        }
    }

    @Test
    void takesOverSoonFromAServiceThatWasKilled() {
        try (EmbeddedKafka kafka = TestKafka.own()) {
            InsightServer.createTopics(kafka.bootstrapServers());
            killReader(kafka.bootstrapServers());
            try (InsightServer server = InsightServer.start(kafka.bootstrapServers(), TestDatabase.fresh("insight"))) {
                TestRun run = TestRun.now("heir", "web");
                server.publish(Topics.EVENTS, run.key(), run.end().event());
                String path =
                        "/api/v3/workspaces/heir/run-requests/" + run.ref().id();
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> server.get("heir", path).statusCode() == 200);
            }
        }
    }

    /** Leaves a member in the group that says nothing any more. */
    private static void killReader(String bootstrapServers) {
        try (KafkaConsumer<String, byte[]> reader = new KafkaConsumer<>(
                KafkaSettings.consumer(KafkaConnection.to(bootstrapServers), "killed", "groundcrew-insight-events"))) {
            reader.subscribe(List.of(Topics.EVENTS));
            await().atMost(LONG).until(() -> {
                reader.poll(Duration.ofMillis(100));
                return !reader.assignment().isEmpty();
            });
            reader.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP));
        }
    }

    private static Map<TopicPartition, Long> toldOffsets(Admin admin) throws Exception {
        return admin
                .listConsumerGroupOffsets("groundcrew-insight-events")
                .partitionsToOffsetAndMetadata()
                .get()
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    private static Map<TopicPartition, Long> ends(Admin admin) throws Exception {
        Map<TopicPartition, OffsetSpec> latest = IntStream.range(0, 3)
                .boxed()
                .collect(Collectors.toMap(
                        partition -> new TopicPartition(Topics.EVENTS, partition), partition -> OffsetSpec.latest()));
        return admin.listOffsets(latest).all().get().entrySet().stream()
                .filter(end -> end.getValue().offset() > 0)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> end.getValue().offset()));
    }

    private static void publish(InsightServer server, int from, int to) {
        for (int i = from; i < to; i++) {
            TestRun run = TestRun.now("trouble", "slx" + i % 5);
            server.publish(Topics.EVENTS, run.key(), run.accepted());
            server.publish(
                    Topics.EVENTS,
                    run.key(),
                    run.end()
                            .passed("Look")
                            .issues(run.issue("Look", "Down", 2))
                            .event());
        }
    }

    private static void awaitRuns(InsightServer server, int count) {
        await().atMost(LONG).ignoreExceptions().until(() -> runs(server) == count);
    }

    private static int runs(InsightServer server) {
        int count = 0;
        for (JsonNode session : server.json("trouble", "/api/v3/workspaces/trouble/runsessions?limit=250")
                .path("results")) {
            count += session.path("active").asBoolean() ? 0 : 1;
        }
        return count;
    }

    private static String everything(InsightServer server) {
        StringBuilder all = new StringBuilder();
        for (String list : List.of("runsessions", "issues", "insights")) {
            all.append(server.json("trouble", "/api/v3/workspaces/trouble/" + list + "?limit=250"));
        }
        return all.toString();
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
