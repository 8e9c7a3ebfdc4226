package io.groundcrew.worker;

import io.groundcrew.chassis.kafka.KafkaConnection;
import io.groundcrew.chassis.kafka.KafkaSettings;
import io.groundcrew.chassis.kafka.SignedRecords;
import io.groundcrew.chassis.keys.KeyProperties;
import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.chassis.keys.SealedBox;
import io.groundcrew.chassis.keys.SigningKey;
import io.groundcrew.codecollection.publish.PublishedRepository;
import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.control.Control;
import io.groundcrew.contracts.fleet.PoolAnnounced;
import io.groundcrew.contracts.run.Access;
import io.groundcrew.contracts.run.BundleRef;
import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.contracts.run.RunEvent.GrantAsked;
import io.groundcrew.contracts.run.RunIds;
import io.groundcrew.contracts.run.RunRef;
import io.groundcrew.contracts.run.SecretRef;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.contracts.wire.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;

/** What the runner does for workers: topics, pools, signed requests. */
final class TestFleet implements AutoCloseable {

    static final String POOL = "checks";
    static final String BUNDLE = "codebundles/disk/sli.robot";

    private final String servers;
    private final String location;
    private final Path directory;
    private final KeyRing runner;
    private final KafkaProducer<String, byte[]> producer;
    private final Map<UUID, GrantAsked> granted = new ConcurrentHashMap<>();
    private final Queue<GrantAsked> asked = new ConcurrentLinkedQueue<>();
    private final Thread desk;
    private volatile boolean answers = true;
    private volatile boolean open = true;
    private String commit = "";

    TestFleet(String servers, String location, Path directory, Duration lock)
            throws IOException, ExecutionException, InterruptedException {
        this.servers = servers;
        this.location = location;
        this.directory = directory;
        this.runner = new KeyRing(new KeyProperties(keys(), keys().resolve("public")));
        this.producer = new KafkaProducer<>(KafkaSettings.producer(KafkaConnection.to(servers), "test-runner", 0));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            var all = Stream.of(
                    Topics.EVENTS,
                    Topics.OUTPUT,
                    Topics.WORKERS,
                    Topics.POOLS,
                    Topics.CONTROL,
                    Topics.REJECTED,
                    queue(Lane.INTERACTIVE),
                    queue(Lane.SCHEDULED),
                    queue(Lane.CALLS));
            var made = admin.createTopics(all.map(name -> new NewTopic(name, 1, (short) 1)
                            .configs(Map.of("max.message.bytes", String.valueOf(KafkaSettings.MAX_RECORD_BYTES))))
                    .toList());
            for (var topic : made.values().values()) {
                try {
                    topic.get();
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw e;
                    }
                }
            }
            Collection<AlterConfigOp> settings = List.of(
                    set("share.auto.offset.reset", "earliest"),
                    set("share.record.lock.duration.ms", String.valueOf(lock.toMillis())));
            admin.incrementalAlterConfigs(
                            Map.of(new ConfigResource(ConfigResource.Type.GROUP, Topics.WORKER_GROUP), settings))
                    .all()
                    .get();
        }
        announce("one");
        CountDownLatch listening = new CountDownLatch(1);
        desk = Thread.ofPlatform().daemon().name("grants").start(() -> listen(listening));
        listening.await();
    }

    private void listen(CountDownLatch listening) {
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(KafkaSettings.consumer(KafkaConnection.to(servers), "grants", "grants"))) {
            List<TopicPartition> partitions = List.of(new TopicPartition(Topics.EVENTS, 0));
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            consumer.position(partitions.getFirst());
            listening.countDown();
            while (open) {
                consumer.poll(Duration.ofMillis(50)).forEach(record -> hear(Wire.read(record.value(), RunEvent.class)));
            }
        }
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }

    String servers() {
        return servers;
    }

    String location() {
        return location;
    }

    Path keys() {
        return directory.resolve("keys");
    }

    Path repositories() {
        return directory.resolve("repositories");
    }

    /** How many requests of a lane no worker has answered for. */
    long unanswered(Lane lane) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            TopicPartition partition = new TopicPartition(queue(lane), 0);
            var offsets = admin.listShareGroupOffsets(Map.of(
                            Topics.WORKER_GROUP, new ListShareGroupOffsetsSpec().topicPartitions(List.of(partition))))
                    .partitionsToOffsetInfo(Topics.WORKER_GROUP)
                    .get();
            SharePartitionOffsetInfo known = offsets.get(partition);
            return known == null ? -1 : known.lag().orElse(-1L);
        }
    }

    String queue(Lane lane) {
        return Topics.requests(location, POOL, lane);
    }

    /** Answers those who ask for leave, as the runner does; or does not answer. */
    void answersGrants(boolean does) {
        answers = does;
    }

    /** How often anybody asked for leave to start a run. */
    long asksFor(UUID run) {
        return asked.stream().filter(ask -> ask.run().id().equals(run)).count();
    }

    /** Takes the events of all runs; the first who asks for one is granted it. */
    private void hear(RunEvent event) {
        if (event instanceof GrantAsked ask) {
            asked.add(ask);
            if (answers) {
                GrantAsked first = granted.computeIfAbsent(ask.run().id(), run -> ask);
                tell(
                        first.worker().equals(ask.worker()) && first.attempt() == ask.attempt()
                                ? new Control.Granted(ask.run().id(), ask.attempt(), ask.worker())
                                : new Control.Denied(
                                        ask.run().id(), ask.attempt(), ask.worker(), "Somebody has it.", true));
            }
        }
    }

    /** Gives leave to a worker that these tests have not. */
    void grantToAnother(TaskRequest request) {
        granted.put(
                request.run().id(), new GrantAsked(request.run(), request.attempt(), "another", request.notAfter()));
    }

    void cancel(UUID run) {
        tell(new Control.Cancel(
                List.of(run), "Cancelled by jane.", Instant.now().plus(Duration.ofMinutes(5))));
    }

    void tell(Control control) {
        send(SignedRecords.sign(runner.signing("runner"), Topics.CONTROL, control.key(), Wire.write(control)));
    }

    /** Told by somebody who is not the runner. */
    void tellForged(Control control) {
        send(SignedRecords.sign(runner.signing("gateway"), Topics.CONTROL, control.key(), Wire.write(control)));
    }

    /** Publishes the collection with another content of its bundle, and announces its new commit. */
    String announce(String content, String... others) throws IOException {
        Path files = directory.resolve("files");
        Path bundle = files.resolve(BUNDLE);
        Files.createDirectories(bundle.getParent());
        Files.writeString(bundle, content);
        for (String other : others) {
            Files.writeString(files.resolve(other), other);
        }
        Path repository = repositories().resolve("checks.git");
        Files.createDirectories(repository.getParent());
        commit = PublishedRepository.publish(files, repository);
        PoolAnnounced pool = new PoolAnnounced(location, POOL, "file://" + repository, "main", commit, "", null);
        send(new ProducerRecord<>(Topics.POOLS, pool.key(), Wire.write(pool)));
        return commit;
    }

    TaskRequest request(boolean repeatable, Map<String, String> variables) {
        return request(repeatable, variables, List.of(), Duration.ofMinutes(5));
    }

    /** A request in the lane of calls. */
    TaskRequest call(boolean repeatable, Map<String, String> variables) {
        return request(Lane.CALLS, repeatable, variables, List.of(), Duration.ofMinutes(5));
    }

    TaskRequest request(
            boolean repeatable, Map<String, String> variables, List<SecretRef> secrets, Duration startWithin) {
        return request(Lane.SCHEDULED, repeatable, variables, secrets, startWithin);
    }

    private TaskRequest request(
            Lane lane,
            boolean repeatable,
            Map<String, String> variables,
            List<SecretRef> secrets,
            Duration startWithin) {
        RunRef run = new RunRef(
                RunIds.next(Clock.systemUTC()), new SlxRef("default", "disk"), RobotKind.SLI, Instant.now(), null);
        return new TaskRequest(
                run,
                1,
                location,
                POOL,
                lane,
                new BundleRef(POOL, commit, BUNDLE),
                List.of(),
                variables,
                secrets,
                repeatable ? Access.READ_ONLY : Access.READ_WRITE,
                repeatable,
                Instant.now().plus(startWithin),
                Duration.ofMinutes(5),
                30,
                null,
                null,
                null);
    }

    /** The same request as one that may be followed by further attempts. */
    static TaskRequest withAttemptsLeft(TaskRequest request, int left) {
        return new TaskRequest(
                request.run(),
                request.attempt(),
                request.location(),
                request.pool(),
                request.lane(),
                request.bundle(),
                request.taskTitles(),
                request.variables(),
                request.secrets(),
                request.access(),
                request.repeatable(),
                request.notAfter(),
                request.timeout(),
                request.intervalSeconds(),
                left,
                request.traceparent(),
                request.sealedToken());
    }

    /** The same request with one of the workspace's own secrets and a token, sealed as the runner does. */
    TaskRequest withSealed(TaskRequest request, String variable, String value, String token) {
        var receiver = runner.location(location).getPublic();
        byte[] secret = SealedBox.seal(
                receiver,
                value.getBytes(StandardCharsets.UTF_8),
                SecretRef.sealContext(request.run().id(), variable));
        byte[] sealedToken = SealedBox.seal(
                receiver, token.getBytes(StandardCharsets.UTF_8), TaskRequest.tokenContext(request.run()));
        return new TaskRequest(
                request.run(),
                request.attempt(),
                request.location(),
                request.pool(),
                request.lane(),
                request.bundle(),
                request.taskTitles(),
                request.variables(),
                List.of(new SecretRef(variable, "shop-token", secret)),
                request.access(),
                request.repeatable(),
                request.notAfter(),
                request.timeout(),
                request.intervalSeconds(),
                request.attemptsLeft(),
                request.traceparent(),
                Base64.getEncoder().encodeToString(sealedToken));
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
        return publish(request, runner.signing("runner"));
    }

    TaskRequest publish(TaskRequest request, SigningKey signer) {
        send(SignedRecords.sign(
                signer, queue(request.lane()), request.run().id().toString(), Wire.write(request)));
        return request;
    }

    /** Signed by somebody whose key is known, but who is not the runner; null leaves the signature out. */
    void publishForged(byte[] value, @Nullable String signer) {
        send(
                signer == null
                        ? new ProducerRecord<>(queue(Lane.SCHEDULED), "forged", value)
                        : SignedRecords.sign(runner.signing(signer), queue(Lane.SCHEDULED), "forged", value));
    }

    void publishSigned(byte[] value, Lane lane) {
        send(SignedRecords.sign(runner.signing("runner"), queue(lane), "signed", value));
    }

    /** A record without a value, as deletes a key of a compacted topic. */
    @SuppressWarnings("NullAway") // Kafka's records take null for a tombstone, which its types do not say.
    void publishTombstone(String topic) {
        send(new ProducerRecord<>(topic, "gone", null));
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
        open = false;
        try {
            desk.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }
}
