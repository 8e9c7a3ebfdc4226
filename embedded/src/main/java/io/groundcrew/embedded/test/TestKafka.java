package io.groundcrew.embedded.test;

import io.groundcrew.embedded.EmbeddedKafka;
import io.groundcrew.embedded.KafkaSettings;
import java.util.Map;
import org.testcontainers.kafka.KafkaContainer;

/**
 * One Kafka for all tests of this JVM, started on first use and stopped with the JVM. Nobody logs in; tests keep apart
 * by the names of their topics and groups.
 */
public final class TestKafka {

    /** A member of a share group hears of its queues by its next heartbeat, and tests join and change queues all the time. */
    private static final Map<String, String> HEARTBEATS = Map.of(
            "group.share.min.heartbeat.interval.ms", "100",
            "group.share.heartbeat.interval.ms", "200");

    private TestKafka() {}

    /** Host and port for {@code bootstrap.servers}. */
    public static String bootstrapServers() {
        return Shared.SERVERS;
    }

    /** A broker of the test's own, to stop and start as it likes, in a directory that is deleted with the JVM. */
    public static EmbeddedKafka own() {
        return EmbeddedKafka.start(settings());
    }

    /** A broker for several classes of tests that need topics of their own, stopped with the JVM; its {@code bootstrap.servers}. */
    public static String another() {
        EmbeddedKafka kafka = own();
        TestInfra.atExit(kafka::close);
        return kafka.bootstrapServers();
    }

    /** Settings for {@link EmbeddedKafka#start}: the same settings start the same broker again after a close. */
    public static KafkaSettings settings() {
        return KafkaSettings.in(TestDirectories.fresh("kafka"))
                .withoutCredentials()
                .withOverrides(HEARTBEATS);
    }

    private static final class Shared {
        static final String SERVERS = start();

        private static String start() {
            if (TestInfra.containers()) {
                return Containers.kafka();
            }
            EmbeddedKafka kafka = own();
            TestInfra.atExit(kafka::close);
            return kafka.bootstrapServers();
        }
    }

    private static final class Containers {
        static String kafka() {
            var container = new KafkaContainer("apache/kafka:4.3.1")
                    .withEnv(Map.of(
                            "KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false",
                            "KAFKA_MESSAGE_MAX_BYTES", "16777216",
                            "KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", "1",
                            "KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1",
                            "KAFKA_GROUP_SHARE_HEARTBEAT_INTERVAL_MS", "200",
                            "KAFKA_GROUP_SHARE_MIN_HEARTBEAT_INTERVAL_MS", "100",
                            "KAFKA_GROUP_SHARE_MIN_RECORD_LOCK_DURATION_MS", "1000"));
            container.start();
            TestInfra.atExit(container::stop);
            return container.getBootstrapServers();
        }
    }
}
