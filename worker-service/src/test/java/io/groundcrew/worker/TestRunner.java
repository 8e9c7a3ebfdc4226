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
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.contracts.wire.Wire;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** What the runner does for a location with one pool: it announces commits, publishes requests, and answers and commands. */
final class TestRunner implements AutoCloseable {

    private static final String BUNDLE = "codebundles/disk/sli.robot";

    private final String location;
    private final Path directory;
    private final FleetTopics topics;
    private final KeyRing keyRing;
    private final KafkaProducer<String, byte[]> producer;
    private final GrantDesk grants;
    private final Set<Lane> published = EnumSet.noneOf(Lane.class);
    private String commit = "";

    TestRunner(String servers, String location, Path directory, FleetTopics topics) {
        this.location = location;
        this.directory = directory;
        this.topics = topics;
        keyRing = new KeyRing(new KeyProperties(keys(), keys().resolve("public")));
        producer = new KafkaProducer<>(KafkaSettings.producer(KafkaConnection.to(servers), "test-runner", 0));
        announce("one");
        grants = new GrantDesk(servers, this::tell);
    }

    Path keys() {
        return directory.resolve("keys");
    }

    Path repositories() {
        return directory.resolve("repositories");
    }

    /** The lanes that it has published requests in. */
    Set<Lane> published() {
        return published;
    }

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

    /** Says that the next attempt takes the place of a request's, and publishes it. */
    TaskRequest attemptAgain(TaskRequest request) {
        tell(new Control.Superseded(
                request.run().id(), request.attempt(), Instant.now().plus(Duration.ofMinutes(5))));
        return publish(request.forDelivery(2));
    }

    void tell(Control control) {
        tell(control, "runner");
    }

    /** Told by somebody who is not the runner. */
    void tellForged(Control control) {
        tell(control, "gateway");
    }

    /** Told with a key of the runner's whose public half is damaged. */
    void tellWithUnreadableKey(Control control) throws IOException {
        SigningKey key = keyRing.signing("runner-damaged");
        Files.writeString(keys().resolve("public/runner").resolve(key.id() + ".pub"), "damaged");
        send(SignedRecords.sign(key, Topics.CONTROL, control.key(), Wire.write(control)));
    }

    private void tell(Control control, String signer) {
        send(SignedRecords.sign(keyRing.signing(signer), Topics.CONTROL, control.key(), Wire.write(control)));
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
            announcePool(FleetTopics.POOL);
            return commit;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Announces the collection's present commit under the name of a pool. */
    void announcePool(String name) {
        PoolAnnounced pool = pool(name, "file://" + repositories().resolve("checks.git"));
        send(SignedRecords.sign(signingKey(), Topics.POOLS, pool.key(), Wire.write(pool)));
    }

    /** What somebody else may publish of the pool: another repository, its end, and a genuine request in its place. */
    void forgePools() {
        PoolAnnounced other = pool(FleetTopics.POOL, "file:///elsewhere.git");
        SigningKey gateway = keyRing.signing("gateway");
        send(SignedRecords.sign(gateway, Topics.POOLS, other.key(), Wire.write(other)));
        send(new ProducerRecord<>(Topics.POOLS, other.key(), Wire.write(other)));
        send(SignedRecords.sign(gateway, Topics.POOLS, other.key(), null));
        sendTombstone(Topics.POOLS, other.key());
        send(SignedRecords.sign(signingKey(), Topics.POOLS, other.key(), Wire.write(repeatable(Map.of()))));
    }

    /** Ends a pool. */
    void withdrawPool(String name) {
        send(SignedRecords.sign(signingKey(), Topics.POOLS, location + "." + name, null));
    }

    private PoolAnnounced pool(String name, String url) {
        return new PoolAnnounced(location, name, url, "main", commit, "", null);
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
        BundleRef bundle = new BundleRef(FleetTopics.POOL, commit, BUNDLE);
        return TestRequests.request(location, lane, repeatable, bundle, variables);
    }

    /** The same request with one of the workspace's own secrets and a token, sealed as the runner does. */
    TaskRequest withSealed(TaskRequest request, String variable, String value, String token) {
        return TestRequests.withSealed(request, keyRing.location(location).getPublic(), variable, value, token);
    }

    /** The key that the runner signs with now. */
    SigningKey signingKey() {
        return keyRing.signing("runner");
    }

    /** Has the runner sign with a new key from now on; the public half of the one before stays. */
    void rotateKey() throws IOException {
        Files.delete(keys().resolve("runner.key"));
        keyRing.signing("runner");
    }

    /** Removes the public half of a key, as an operator does who no longer wants it to be believed. */
    void withdraw(SigningKey key) throws IOException {
        Files.delete(keys().resolve("public/runner").resolve(key.id() + ".pub"));
    }

    /** Has nobody reach the public halves of the runner's keys, as when their file system is away, until it is closed. */
    Closeable keysAway() throws IOException {
        Path there = keys().resolve("public/runner");
        Path away = Files.move(there, keys().resolve("away"));
        Files.createSymbolicLink(there, there);
        return () -> {
            Files.delete(there);
            Files.move(away, there);
        };
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
                        : SignedRecords.sign(keyRing.signing(signer), queue, "forged", value));
    }

    void publishSigned(byte[] value, Lane lane) {
        send(SignedRecords.sign(signingKey(), topics.queue(lane), "signed", value));
    }

    /** Records without a value, as delete keys of a compacted topic. */
    void publishTombstones() {
        for (String topic : List.of(topics.queue(Lane.SCHEDULED), Topics.CONTROL, Topics.POOLS)) {
            sendTombstone(topic, "gone");
        }
    }

    @SuppressWarnings("NullAway") // Kafka's records take null for a tombstone, which its types do not say.
    private void sendTombstone(String topic, String key) {
        send(new ProducerRecord<>(topic, key, null));
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
        grants.close();
        producer.close();
    }
}
