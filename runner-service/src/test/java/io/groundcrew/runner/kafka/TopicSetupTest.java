package io.groundcrew.runner.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.groundcrew.chassis.kafka.KafkaConnection;
import io.groundcrew.chassis.kafka.KafkaSettings;
import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.embedded.EmbeddedKafka;
import io.groundcrew.embedded.test.TestKafka;
import io.groundcrew.embedded.test.TestLog;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TopicSetupTest {

    private static final Duration LOCK = Duration.ofSeconds(30);
    private final KafkaConnection kafka = KafkaConnection.to(TestKafka.bootstrapServers());

    @RegisterExtension
    final TestLog warnings = new TestLog(TopicSetup.class, Level.WARN);

    @Test
    void makesEachLaneOfAPoolATopicOfAsManyPartitionsAsAreWanted() {
        setUp(new TopicProperties((short) 1, 1, LOCK), "narrow");
        setUp(new TopicProperties((short) 1, 3, LOCK), "wide");

        assertThat(partitions("narrow")).containsOnly(1);
        assertThat(partitions("wide")).containsOnly(3);
    }

    @Test
    void leavesATopicThatIsThereAsItIsAndWarnsOfIt() {
        setUp(new TopicProperties((short) 1, 2, LOCK), "there");
        assertThat(partitions("there")).containsOnly(2);
        setUp(new TopicProperties((short) 1, 2, LOCK), "there");
        assertThat(warnings.messages()).isEmpty();

        setUp(new TopicProperties((short) 1, 1, LOCK), "there");

        assertThat(partitions("there")).containsOnly(2);
        assertThat(warnings.messages())
                .hasSize(Lane.values().length)
                .anyMatch(message ->
                        message.startsWith("Expected the topic groundcrew.requests.partitions.there.scheduled"
                                + " with as many partitions as runner.topics.request-partitions says, 1, found 2."));
    }

    @Test
    void letsARequestBeDeliveredAsOftenAsKafkaAllowsAtMost() throws Exception {
        setUp(new TopicProperties((short) 1, 1, LOCK), "delivered");

        awaitDeliveries(kafka, "25");
        assertThat(deliveries(kafka).source()).isEqualTo(ConfigEntry.ConfigSource.DYNAMIC_GROUP_CONFIG);
    }

    @Test
    void takesTenDeliveriesOfABrokerThatWasNotToldToAllowMore() throws Exception {
        Map<String, String> limits =
                Map.of("group.share.max.delivery.count.limit", "10", "group.share.delivery.count.limit", "5");
        try (EmbeddedKafka usual = EmbeddedKafka.start(TestKafka.settings().withOverrides(limits))) {
            KafkaConnection there = KafkaConnection.to(usual.bootstrapServers());

            new TopicSetup(there, new TopicProperties((short) 1, 1, LOCK)).ensurePool("usual", "usual");

            awaitDeliveries(there, "10");
        }
        assertThat(warnings.messages()).isEmpty();
    }

    @Test
    void warnsOfABrokerThatDeliversARequestLessOften() {
        Map<String, String> limits =
                Map.of("group.share.max.delivery.count.limit", "6", "group.share.delivery.count.limit", "5");
        try (EmbeddedKafka few = EmbeddedKafka.start(TestKafka.settings().withOverrides(limits))) {
            KafkaConnection there = KafkaConnection.to(few.bootstrapServers());

            new TopicSetup(there, new TopicProperties((short) 1, 1, LOCK)).ensurePool("few", "few");
        }
        assertThat(warnings.messages()).singleElement().asString().contains("up to 10 times", "worker.delivery-limit");
    }

    /** Workers would go on to count on 25, and Kafka drop a request after 10 without a word. */
    @Test
    void takesABrokerThatDoesNotAnswerForNoneThatRefuses() throws Exception {
        AtomicBoolean away = new AtomicBoolean(true);
        TopicSetup setup = new TopicSetup(() -> withoutAnswerTo("25", away), new TopicProperties((short) 1, 1, LOCK));

        assertThatThrownBy(() -> setup.ensurePool("hiccup", "hiccup"))
                .isInstanceOf(TopicsUnavailableException.class)
                .hasMessageContaining(Topics.WORKER_GROUP);
        away.set(false);
        setup.ensurePool("hiccup", "hiccup");

        awaitDeliveries(kafka, "25");
    }

    /** While Kafka is away nobody answers to the setting of a value. */
    @SuppressWarnings("unchecked")
    private Admin withoutAnswerTo(String value, AtomicBoolean away) {
        Admin real = Admin.create(KafkaSettings.common(kafka, "topic-setup-test"));
        Admin nobody = Admin.create(KafkaSettings.common(KafkaConnection.to("127.0.0.1:1"), "topic-setup-test"));
        return (Admin) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Admin.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("incrementalAlterConfigs")
                            && away.get()
                            && arguments[0].toString().contains("value=" + value)) {
                        return nobody.incrementalAlterConfigs(
                                (Map<ConfigResource, Collection<AlterConfigOp>>) arguments[0],
                                new AlterConfigsOptions().timeoutMs(1));
                    }
                    if (method.getName().equals("close")) {
                        nobody.close();
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void letsTheBrokerSayWhenAResourceWasAnnouncedAlsoWhereTheTopicIsThere() throws Exception {
        ConfigResource resources = new ConfigResource(ConfigResource.Type.TOPIC, Topics.RESOURCES);
        for (boolean there : new boolean[] {false, true}) {
            try (EmbeddedKafka own = TestKafka.own();
                    Admin admin =
                            Admin.create(KafkaSettings.common(KafkaConnection.to(own.bootstrapServers()), "test"))) {
                if (there) {
                    admin.createTopics(List.of(new NewTopic(Topics.RESOURCES, 1, (short) 1)))
                            .all()
                            .get();
                }

                new TopicSetup(KafkaConnection.to(own.bootstrapServers()), new TopicProperties((short) 1, 1, LOCK))
                        .ensureBase();

                await().untilAsserted(() -> assertThat(setting(admin, resources, "message.timestamp.type")
                                .value())
                        .isEqualTo("LogAppendTime"));
            }
        }
        assertThat(warnings.messages()).isEmpty();
    }

    @Test
    void refusesATopicWithoutPartitions() {
        assertThatThrownBy(() -> new TopicProperties((short) 1, 0, LOCK))
                .hasMessage("Expected runner.topics.request-partitions from 1 up, found 0");
    }

    /** A broker shows a setting a moment after it took it. */
    private static void awaitDeliveries(KafkaConnection there, String most) {
        await().untilAsserted(() -> assertThat(deliveries(there).value()).isEqualTo(most));
    }

    private static ConfigEntry deliveries(KafkaConnection there) throws Exception {
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, Topics.WORKER_GROUP);
        try (Admin admin = Admin.create(KafkaSettings.common(there, "topic-setup-test"))) {
            return setting(admin, group, "share.delivery.count.limit");
        }
    }

    private static ConfigEntry setting(Admin admin, ConfigResource of, String name) throws Exception {
        return admin.describeConfigs(List.of(of))
                .all()
                .get()
                .values()
                .iterator()
                .next()
                .get(name);
    }

    private void setUp(TopicProperties properties, String pool) {
        new TopicSetup(kafka, properties).ensurePool("partitions", pool);
    }

    /** Of each lane's topic, as soon as the broker that is asked has heard of them all. */
    private List<Integer> partitions(String pool) {
        return await().ignoreExceptionsInstanceOf(ExecutionException.class)
                .until(() -> described(pool), topics -> topics.size() == Lane.values().length);
    }

    private List<Integer> described(String pool) throws ExecutionException, InterruptedException {
        List<String> topics = Arrays.stream(Lane.values())
                .map(lane -> Topics.requests("partitions", pool, lane))
                .toList();
        try (Admin admin = Admin.create(KafkaSettings.common(kafka, "topic-setup-test"))) {
            return admin.describeTopics(topics).allTopicNames().get().values().stream()
                    .map(topic -> topic.partitions().size())
                    .toList();
        }
    }
}
