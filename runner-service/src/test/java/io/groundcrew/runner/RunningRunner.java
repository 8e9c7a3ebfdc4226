package io.groundcrew.runner;

import static org.awaitility.Awaitility.await;

import io.groundcrew.chassis.identity.Caller;
import io.groundcrew.chassis.identity.CallerTokens;
import io.groundcrew.chassis.identity.Role;
import io.groundcrew.chassis.kafka.KafkaConnection;
import io.groundcrew.chassis.kafka.KafkaSettings;
import io.groundcrew.chassis.keys.KeyProperties;
import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.contracts.fleet.WorkerBeat;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.contracts.wire.Wire;
import io.groundcrew.embedded.EmbeddedKafka;
import io.groundcrew.embedded.ServiceDatabase;
import io.groundcrew.embedded.test.TestDatabase;
import io.groundcrew.embedded.test.TestKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole runner, spoken to as the gateway and the workers speak to it. */
final class RunningRunner implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    final ConfigurableApplicationContext context;
    final KeyRing gatewayKeys;
    final RefusingKafka refusing = new RefusingKafka();
    private final Clock clock;
    private final KafkaConnection kafka;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;
    private @Nullable EmbeddedKafka own;

    /** What a call answered. */
    record Answer(int status, JsonNode body, String text) {}

    /** One with a Kafka and a database of its own that has its workspace. The Kafka ends with it. */
    static RunningRunner alone(Path directory, String... properties) {
        EmbeddedKafka kafka = TestKafka.own();
        RunningRunner runner =
                new RunningRunner(kafka.bootstrapServers(), TestDatabase.fresh("runner"), directory, properties);
        runner.own = kafka;
        runner.awaitWorkspace();
        return runner;
    }

    RunningRunner(String bootstrapServers, ServiceDatabase database, Path directory, String... properties) {
        this(Clock.systemUTC(), bootstrapServers, database, directory, properties);
    }

    RunningRunner(
            Clock clock, String bootstrapServers, ServiceDatabase database, Path directory, String... properties) {
        this.clock = clock;
        kafka = KafkaConnection.to(bootstrapServers);
        gatewayKeys = new KeyRing(new KeyProperties(directory.resolve("gateway"), directory.resolve("public")));
        String[] arguments = arguments(bootstrapServers, database, directory, properties);
        SpringApplicationBuilder application = new SpringApplicationBuilder(RunnerConfiguration.class);
        application.initializers(starting -> {
            ((GenericApplicationContext) starting)
                    .registerBean("testClock", Clock.class, () -> clock, bean -> bean.setPrimary(true));
            starting.getBeanFactory().addBeanPostProcessor(refusing);
        });
        context = application.run(arguments);
        base = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
    }

    /** What a runner is started with; of several on one database those of one directory are one installation. */
    static String[] arguments(String bootstrapServers, ServiceDatabase database, Path directory, String... properties) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("spring.config.name", "runner");
        all.put("server.port", "0");
        all.put("server.address", "127.0.0.1");
        all.put("management.server.port", "-1");
        all.put("spring.kafka.bootstrap-servers", bootstrapServers);
        all.put("spring.datasource.url", database.url());
        all.put("spring.datasource.username", database.user());
        all.put("spring.datasource.password", database.password());
        all.put("spring.datasource.hikari.connection-timeout", "2000");
        all.put("groundcrew.keys.private-directory", directory.resolve("runner").toString());
        all.put("groundcrew.keys.public-directory", directory.resolve("public").toString());
        all.put("runner.data-directory", directory.resolve("data").toString());
        all.put("runner.file-roots", "/");
        for (String property : properties) {
            String[] pair = property.split("=", 2);
            all.put(pair[0], pair[1]);
        }
        return all.entrySet().stream()
                .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                .toArray(String[]::new);
    }

    /** Until the first start has made it. */
    void awaitWorkspace() {
        await().atMost(Duration.ofSeconds(40))
                .until(() -> get("/api/v3/workspaces/default").status() == 200);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    Answer get(String path) {
        return call("GET", path, "application/json", "", Map.of());
    }

    Answer delete(String path) {
        return call("DELETE", path, "application/json", "", Map.of());
    }

    Answer post(String path, String body, Map<String, String> headers) {
        return call("POST", path, "application/json", body, headers);
    }

    Answer putCollection(String name, String spec) {
        return call("PUT", "/api/v3/codecollections/" + name, "application/json", spec, Map.of());
    }

    Answer apply(String yaml) {
        return call("POST", "/api/v3/workspaces/default/apply", "application/yaml", yaml, Map.of());
    }

    Answer as(Caller caller, String method, String path, String body) {
        return call(caller, method, path, "application/json", body, Map.of());
    }

    private Answer call(String method, String path, String type, String body, Map<String, String> headers) {
        Caller admin = new Caller("test", Map.of(Caller.EVERYWHERE, Role.ADMIN), "request");
        return call(admin, method, path, type, body, headers);
    }

    private Answer call(
            Caller caller, String method, String path, String type, String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", type)
                .header(
                        CallerTokens.HEADER,
                        CallerTokens.issue(gatewayKeys.signing(CallerTokens.ISSUER), caller, clock))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String text = response.body();
            return new Answer(response.statusCode(), text.isBlank() ? JSON.nullNode() : JSON.readTree(text), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A beat of a worker at a location that has pools in a state. */
    void beat(String worker, String location, WorkerBeat.Environment... environments) {
        beat(worker, location, List.of(), environments);
    }

    /** The same of a worker that has tags. */
    void beat(String worker, String location, List<String> tags, WorkerBeat.Environment... environments) {
        WorkerBeat beat =
                new WorkerBeat(worker, location, tags, 4, Instant.now(), List.of(), null, List.of(environments));
        send(new ProducerRecord<>(Topics.WORKERS, worker, Wire.write(beat)));
    }

    /** What a worker tells of a run. */
    void tell(RunEvent event) {
        send(new ProducerRecord<>(Topics.EVENTS, event.run().slx().fullName(), Wire.write(event)));
    }

    private void send(ProducerRecord<String, byte[]> record) {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(KafkaSettings.producer(kafka, "test-worker", 0))) {
            producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The last value of each key of a topic; a tombstone removes it. */
    Map<String, byte[]> state(String topic) {
        Map<String, byte[]> state = new LinkedHashMap<>();
        for (ConsumerRecord<String, byte[]> record : records(topic)) {
            if (record.value() == null) {
                state.remove(record.key());
            } else {
                state.put(record.key(), record.value());
            }
        }
        return state;
    }

    /** Everything that a topic holds. */
    Stream<byte[]> values(String topic) {
        return records(topic).stream().map(ConsumerRecord::value);
    }

    /** Everything that a topic holds, tombstones included. */
    List<ConsumerRecord<String, byte[]>> records(String topic) {
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(KafkaSettings.consumer(kafka, "test-reader", "test-reader"))) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<String, byte[]>> read = new ArrayList<>();
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(read::add);
            }
            return read;
        }
    }

    @Override
    public void close() {
        context.close();
        if (own != null) {
            own.close();
        }
    }
}
