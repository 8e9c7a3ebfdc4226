package io.groundcrew.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {

    @TempDir
    Path directory;

    @Test
    void keepsRecordsAndPortFromOneStartToTheNext() throws Exception {
        int port;
        try (var kafka = EmbeddedKafka.start(KafkaSettings.in(directory))) {
            port = kafka.port();
            createTopic(kafka.clientProperties(), "letters");
            send(kafka.clientProperties(), "letters", "a");
        }
        try (var kafka = EmbeddedKafka.start(KafkaSettings.in(directory))) {
            assertThat(kafka.port()).isEqualTo(port);
            assertThat(firstRecord(kafka.clientProperties(), "letters")).isEqualTo("a");
        }
    }

    @Test
    void refusesAClientWithoutThePassword() {
        try (var kafka = EmbeddedKafka.start(KafkaSettings.in(directory))) {
            var wrong = new HashMap<>(kafka.clientProperties());
            wrong.put("sasl.jaas.config", BrokerProperties.login(BrokerProperties.USER, "guessed", ""));
            assertThatThrownBy(() -> createTopic(wrong, "letters")).isInstanceOf(ExecutionException.class);
            var none = Map.of(
                    "bootstrap.servers", kafka.bootstrapServers(),
                    "default.api.timeout.ms", "1500",
                    "request.timeout.ms", "1000");
            assertThatThrownBy(() -> createTopic(none, "letters")).isInstanceOf(ExecutionException.class);
        }
    }

    @Test
    void keepsItsDataWhereItIsToldWhateverThatIsCalled() {
        assumeTrue(System.getProperty("sun.jnu.encoding").equals("UTF-8"), "file names beyond ASCII");
        try (var kafka = EmbeddedKafka.start(KafkaSettings.in(directory.resolve("jörg: an = \\u00e9")))) {
            assertThat(kafka.port()).isPositive();
        }
        assertThat(directory.resolve("jörg: an = \\u00e9/log/meta.properties")).exists();
        assertThat(directory).isDirectoryContaining("glob:**/jörg*").isDirectoryNotContaining("glob:**/jÃ*");
    }

    @Test
    void refusesADirectoryThatKafkaWouldTakeForTwo() {
        assertThatThrownBy(() -> EmbeddedKafka.start(KafkaSettings.in(directory.resolve("a,b"))))
                .isInstanceOf(EmbeddedStartException.class)
                .hasMessageContaining("comma")
                .hasMessageContaining("a,b");
    }

    @Test
    void refusesADirectoryThatIsInUse() {
        try (var kafka = EmbeddedKafka.start(KafkaSettings.in(directory))) {
            assertThat(kafka.port()).isPositive();
            assertThatThrownBy(() -> EmbeddedKafka.start(KafkaSettings.in(directory)))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("in use by another running process");
        }
    }

    static void createTopic(Map<String, String> client, String name) throws Exception {
        try (var admin = Admin.create(Map.<String, Object>copyOf(client))) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
        }
    }

    static void send(Map<String, String> client, String topic, String value) throws Exception {
        try (var producer = new KafkaProducer<>(properties(client), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }

    static String firstRecord(Map<String, String> client, String topic) {
        try (var consumer =
                new KafkaConsumer<>(properties(client), new StringDeserializer(), new StringDeserializer())) {
            var partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            return consumer.poll(Duration.ofSeconds(20)).iterator().next().value();
        }
    }

    private static Properties properties(Map<String, String> client) {
        var properties = new Properties();
        properties.putAll(client);
        return properties;
    }
}
