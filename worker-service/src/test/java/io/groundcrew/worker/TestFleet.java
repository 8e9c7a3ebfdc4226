package io.groundcrew.worker;

import io.groundcrew.chassis.kafka.KafkaConnection;
import io.groundcrew.chassis.kafka.KafkaSettings;
import io.groundcrew.chassis.kafka.SignedRecords;
import io.groundcrew.chassis.keys.KeyProperties;
import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.chassis.keys.SigningKey;
import io.groundcrew.codecollection.publish.PublishedRepository;
import io.groundcrew.contracts.control.Control;
import io.groundcrew.contracts.fleet.PoolAnnounced;
import io.groundcrew.contracts.run.BundleRef;
import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.run.RunEvent.Finished;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.contracts.wire.Wire;
import io.groundcrew.embedded.test.TestKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/**
 * A location of a test's own, with one pool: what the runner does for it, its workers, and what they publish. Closing it stops
 * all of them.
 */
final class TestFleet implements AutoCloseable {

    static final String POOL = "checks";
    static final String BUNDLE = "codebundles/disk/sli.robot";

    /** How long a request stays with a worker that does not renew it. */
    static final Duration LOCK = Duration.ofSeconds(2);

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String servers;
    private final String location = "place-" + COUNT.incrementAndGet();
    private final Path directory;
    private final KeyRing runner;
    private final FleetTopics topics;
    private final KafkaProducer<String, byte[]> producer;
    private final GrantDesk grants;
    private final TopicTail events;
    private final List<TestWorker> workers = new ArrayList<>();
    private final Set<Lane> published = EnumSet.noneOf(Lane.class);
    private final Deque<Runnable> closings = new ArrayDeque<>();
    private String commit = "";

    /** On the broker that all tests of this JVM share. */
    TestFleet() {
        this(TestKafka.bootstrapServers(), LOCK);
    }

    TestFleet(String servers, Duration lock) {
        this.servers = servers;
        try {
            directory = Files.createTempDirectory("groundcrew-fleet-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        runner = new KeyRing(new KeyProperties(keys(), keys().resolve("public")));
        topics = new FleetTopics(servers, location, POOL, lock);
        producer = new KafkaProducer<>(KafkaSettings.producer(KafkaConnection.to(servers), "test-runner", 0));
        announce("one");
        grants = new GrantDesk(servers, this::tell);
        events = tail(Topics.EVENTS);
    }

    /** Waits for what must come to pass; the time is for a busy machine. */
    static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20));
    }

    String servers() {
        return servers;
    }

    String location() {
        return location;
    }

    Path directory() {
        return directory;
    }

    Path keys() {
        return directory.resolve("keys");
    }

    // Its workers.

    /** A worker whose tasks the test directs. */
    TestWorker worker(String... settings) {
        TestWorker worker = new TestWorker(directory.resolve("worker-" + workers.size()), arguments(settings));
        workers.add(worker);
        closings.push(worker::close);
        return worker;
    }

    /** The worker as it is shipped, whose tasks are processes. */
    ConfigurableApplicationContext shippedWorker(String... settings) {
        List<String> all = arguments(settings);
        all.add("--server.port=0");
        all.add("--server.address=127.0.0.1");
        all.add("--worker.data-directory=" + directory.resolve("shipped"));
        all.add("--worker.execute.runtime-directory="
                + Path.of("..", "task-runtime", "target", "runtime")
                        .toAbsolutePath()
                        .normalize());
        ConfigurableApplicationContext worker = new SpringApplicationBuilder(WorkerConfiguration.class)
                .properties("spring.config.name=worker")
                .run(all.toArray(String[]::new));
        closings.push(worker::close);
        return worker;
    }

    private List<String> arguments(String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "--spring.kafka.bootstrap-servers=" + servers,
                "--groundcrew.keys.private-directory=" + keys(),
                "--groundcrew.keys.public-directory=" + keys().resolve("public"),
                "--worker.location=" + location,
                "--worker.file-roots=" + repositories()));
        for (String setting : settings) {
            all.add("--" + setting);
        }
        return all;
    }

    /** How often any of its workers started a run. */
    long startsOf(TaskRequest request) {
        return workers.stream().mapToLong(worker -> worker.startsOf(request)).sum();
    }

    /** Ends the task of a run, whichever worker has it. */
    void finish(TaskRequest request) {
        workers.stream().filter(worker -> worker.startsOf(request) > 0).forEach(worker -> worker.finish(request));
    }

    /** How many slots of its workers have a request. */
    int busySlots() {
        return workers.stream().mapToInt(TestWorker::busySlots).sum();
    }

    /** How many records its workers refused for a reason. */
    double refused(String kind) {
        return workers.stream().mapToDouble(worker -> worker.refused(kind)).sum();
    }

    // What they publish.

    /** What is published in a topic from now on. */
    TopicTail tail(String topic) {
        TopicTail tail = new TopicTail(servers, topic);
        closings.addLast(tail::close);
        return tail;
    }

    TopicTail events() {
        return events;
    }

    /** The end of a run, when it comes. */
    Finished end(TaskRequest request) {
        return soon().until(() -> events.finished(request), ends -> !ends.isEmpty())
                .getFirst();
    }

    /** How many requests of a lane no worker has answered for. */
    long unanswered(Lane lane) {
        return topics.unanswered(lane);
    }

    /** Waits until Kafka has an answer for all that was published, so that none of it can come again. */
    void awaitAllAnswered() {
        soon().until(() -> published.stream().allMatch(lane -> unanswered(lane) == 0));
    }

    // What the runner does.

    GrantDesk grants() {
        return grants;
    }

    void cancel(TaskRequest request) {
        tell(cancellation(request));
    }

    static Control cancellation(TaskRequest request) {
        return new Control.Cancel(
                List.of(request.run().id()), "Cancelled by jane.", Instant.now().plus(Duration.ofMinutes(5)));
    }

    void tell(Control control) {
        tell(control, "runner");
    }

    /** Told by somebody who is not the runner. */
    void tellForged(Control control) {
        tell(control, "gateway");
    }

    private void tell(Control control, String signer) {
        send(SignedRecords.sign(runner.signing(signer), Topics.CONTROL, control.key(), Wire.write(control)));
    }

    /** Publishes the collection with another content of its bundle, and announces its new commit. */
    String announce(String content, String... others) {
        try {
            Path files = directory.resolve("files");
            Path bundle = files.resolve(BUNDLE);
            Files.createDirectories(bundle.getParent());
            Files.writeString(bundle, content);
            for (String other : others) {
                Files.writeString(files.resolve(other), other);
            }
            Path repository = Files.createDirectories(repositories()).resolve("checks.git");
            commit = PublishedRepository.publish(files, repository);
            PoolAnnounced pool = new PoolAnnounced(location, POOL, "file://" + repository, "main", commit, "", null);
            send(new ProducerRecord<>(Topics.POOLS, pool.key(), Wire.write(pool)));
            return commit;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path repositories() {
        return directory.resolve("repositories");
    }

    /** A request that may be executed twice. */
    TaskRequest repeatable(Map<String, String> variables) {
        return request(Lane.SCHEDULED, true, variables);
    }

    /** A request that must not be executed twice. */
    TaskRequest once(Map<String, String> variables) {
        return request(Lane.SCHEDULED, false, variables);
    }

    /** A request in the lane of calls. */
    TaskRequest call(Map<String, String> variables) {
        return request(Lane.CALLS, true, variables);
    }

    TaskRequest request(Lane lane, boolean repeatable, Map<String, String> variables) {
        BundleRef bundle = new BundleRef(POOL, commit, BUNDLE);
        return TestRequests.request(location, lane, repeatable, bundle, variables);
    }

    /** The same request with one of the workspace's own secrets and a token, sealed as the runner does. */
    TaskRequest withSealed(TaskRequest request, String variable, String value, String token) {
        return TestRequests.withSealed(request, runner.location(location).getPublic(), variable, value, token);
    }

    /** The key that the runner signs with now. */
    SigningKey signingKey() {
        return runner.signing("runner");
    }

    /** Has the runner sign with a new key from now on; the public half of the one before stays. */
    void rotateKey() throws IOException {
        Files.delete(keys().resolve("runner.key"));
        runner.signing("runner");
    }

    /** Removes the public half of a key, as an operator does who no longer wants it to be believed. */
    void withdraw(SigningKey key) throws IOException {
        Files.delete(keys().resolve("public/runner").resolve(key.id() + ".pub"));
    }

    TaskRequest publish(TaskRequest request) {
        return publish(request, signingKey());
    }

    TaskRequest publish(TaskRequest request, SigningKey signer) {
        published.add(request.lane());
        String key = request.run().id().toString();
        send(SignedRecords.sign(signer, topics.queue(request.lane()), key, Wire.write(request)));
        return request;
    }

    /** Signed by somebody whose key is known, but who is not the runner; null leaves the signature out. */
    void publishForged(byte[] value, @Nullable String signer) {
        String queue = topics.queue(Lane.SCHEDULED);
        send(
                signer == null
                        ? new ProducerRecord<>(queue, "forged", value)
                        : SignedRecords.sign(runner.signing(signer), queue, "forged", value));
    }

    void publishSigned(byte[] value, Lane lane) {
        send(SignedRecords.sign(signingKey(), topics.queue(lane), "signed", value));
    }

    /** Records without a value, as delete keys of a compacted topic. */
    @SuppressWarnings("NullAway") // Kafka's records take null for a tombstone, which its types do not say.
    void publishTombstones() {
        for (String topic : List.of(topics.queue(Lane.SCHEDULED), Topics.CONTROL, Topics.POOLS)) {
            send(new ProducerRecord<>(topic, "gone", null));
        }
    }

    private void send(ProducerRecord<String, byte[]> record) {
        try {
            producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        closings.forEach(Runnable::run);
        grants.close();
        producer.close();
        topics.close();
        try {
            FileSystemUtils.deleteRecursively(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
