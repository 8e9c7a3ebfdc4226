package io.groundcrew.runner.run;

import io.groundcrew.chassis.identity.Role;
import io.groundcrew.chassis.kafka.KafkaConnection;
import io.groundcrew.chassis.kafka.KafkaSettings;
import io.groundcrew.chassis.keys.KeyProperties;
import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.control.Control;
import io.groundcrew.contracts.fleet.WorkerBeat;
import io.groundcrew.contracts.run.Access;
import io.groundcrew.contracts.run.BundleRef;
import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.contracts.run.SecretRef;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.contracts.wire.Wire;
import io.groundcrew.embedded.test.TestClock;
import io.groundcrew.runner.RunnerDatabase;
import io.groundcrew.runner.limit.LimitParts;
import io.groundcrew.runner.plan.Fleet;
import io.groundcrew.runner.plan.Plan;
import io.groundcrew.runner.plan.RunPlans;
import io.groundcrew.runner.secret.SealedTokens;
import io.groundcrew.runner.secret.SecretParts;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The acceptance and dispatch of runs on a real broker and database; only the plan of a run is set by the test. */
final class RunnerFixture implements AutoCloseable {

    private static final String REQUESTS = Topics.requests("local", "checks", Lane.INTERACTIVE);

    static final SlxRef DISK = new SlxRef("demo", "disk");

    static final RunSessions.Requester JANE = new RunSessions.Requester("jane", Role.READWRITE);

    final TestClock clock = new TestClock(Instant.now());
    final JdbcClient jdbc;
    final AcceptedRuns runs;
    final RunLedger ledger;
    final RunSessions sessions;
    final Sweep sweep;
    final Cancellations cancellations;
    final LimitParts limits;
    final Confirmations confirmations;
    final EventProgress progress;
    final EventFollower follower;
    final KeyRing keys;
    final Path publicKeys;
    final SecretParts secrets;
    final Set<String> silentWorkers = new HashSet<>();
    volatile Instant listeningSince = Instant.EPOCH;
    volatile Optional<Instant> eldestCheck = Optional.empty();
    final Map<UUID, Instant> unlisted = new ConcurrentHashMap<>();
    private final Map<UUID, String> seenWhenSent = new ConcurrentHashMap<>();
    private final KafkaConnection kafka;
    private final Path directory;
    private final DataSource source;
    private final Producer<String, byte[]> producer;
    private volatile Plan plan = ready(true);
    private volatile boolean loaded = true;

    RunnerFixture(String bootstrapServers, Path directory) {
        this(withTopics(KafkaConnection.to(bootstrapServers)), directory, RunnerDatabase.fresh());
    }

    private RunnerFixture(KafkaConnection kafka, Path directory, DataSource source) {
        this.kafka = kafka;
        this.directory = directory;
        this.source = source;
        publicKeys = directory.resolve("public");
        keys = new KeyRing(new KeyProperties(directory.resolve("private"), publicKeys));
        producer = new KafkaProducer<>(KafkaSettings.producer(kafka, "test-runner", 0));
        jdbc = JdbcClient.create(source);
        JdbcTemplate batches = new JdbcTemplate(source);
        runs = new AcceptedRuns(jdbc, batches);
        confirmations = new Confirmations(runs);
        progress = new EventProgress(jdbc, runs, new OneCheck(), clock);
        RunPublisher publisher = new RunPublisher(noting(producer), keys.signing("runner"));
        RunPlans plans = new OnePlan();
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(source));
        secrets = new SecretParts(jdbc, transaction, keys, clock);
        Dispatcher dispatcher =
                new Dispatcher(plans, runs, publisher, confirmations, secrets.sealed(), new SealedTokens(keys), clock);
        limits = new LimitParts(jdbc, plans, new JdbcTransactionManager(source));
        sessions = new RunSessions(new NewRuns(jdbc), runs, dispatcher, plans, limits.limits(), () -> {}, clock);
        ledger = new RunLedger(
                new AttemptRows(jdbc, batches),
                dispatcher,
                new Grants(jdbc, publisher, clock),
                limits.limits(),
                transaction,
                () -> {},
                clock);
        follower = new EventFollower(
                () -> new KafkaConsumer<>(KafkaSettings.consumer(kafka, "test-follower", "test-follower")),
                () -> Instant.now().minus(Duration.ofMinutes(1)),
                List.of(ledger),
                clock);
        cancellations = new Cancellations(new CancelledRows(jdbc), runs, new OneCheck(), publisher, clock);
        sweep = new Sweep(
                runs,
                dispatcher,
                limits.limits(),
                new Overlaps(jdbc, cancellations, dispatcher, clock),
                confirmations,
                new CancelledRows(jdbc),
                cancellations,
                new OneFleet(),
                follower,
                transaction,
                clock);
        follower.start();
    }

    /** Another runner on the same database and broker, with the same plan. */
    RunnerFixture beside() {
        RunnerFixture other = new RunnerFixture(kafka, directory, source);
        other.plan = plan;
        return other;
    }

    /** How others see the run of each request in the moment in which it is sent. */
    Map<UUID, String> seenWhenSent() {
        return Map.copyOf(seenWhenSent);
    }

    @SuppressWarnings("unchecked")
    private Producer<String, byte[]> noting(Producer<String, byte[]> real) {
        return (Producer<String, byte[]>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Producer.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("send")
                            && arguments[0] instanceof ProducerRecord<?, ?> record
                            && record.topic().equals(REQUESTS)) {
                        UUID run = UUID.fromString(String.valueOf(record.key()));
                        seenWhenSent.put(
                                run,
                                CompletableFuture.supplyAsync(() -> state(run)).join());
                    }
                    return method.invoke(real, arguments);
                });
    }

    /** As a runner is that has not read its resources yet: whatever it looks for does not exist. */
    void forgetsItsResources() {
        loaded = false;
        plan = new Plan.Refused("It has no Runbook.");
    }

    void readsItsResources(Plan next) {
        plan = next;
        loaded = true;
    }

    void plan(Plan next) {
        plan = next;
    }

    /** A plan whose one secret is the workspace's own. */
    static Plan.Ready readyWithSecret(boolean repeatable, String key, String file) {
        Plan.Ready plain = ready(repeatable);
        return new Plan.Ready(
                plain.location(),
                plain.pool(),
                new BundleRef(plain.bundle().collection(), plain.bundle().commit(), file),
                plain.taskTitles(),
                plain.selected(),
                plain.variables(),
                List.of(new SecretRef("TOKEN", key)),
                plain.services(),
                plain.access(),
                repeatable,
                plain.timeout(),
                1,
                Duration.ofSeconds(10),
                plain.calls());
    }

    private static Plan.Ready at(Plan.Ready plain, String commit) {
        return new Plan.Ready(
                plain.location(),
                plain.pool(),
                new BundleRef(
                        plain.bundle().collection(), commit, plain.bundle().path()),
                plain.taskTitles(),
                plain.selected(),
                plain.variables(),
                plain.secrets(),
                plain.services(),
                plain.access(),
                plain.repeatable(),
                plain.timeout(),
                plain.attempts(),
                plain.backOff(),
                plain.calls());
    }

    static Plan.Ready ready(boolean repeatable) {
        return ready(repeatable, 1);
    }

    static Plan.Ready ready(boolean repeatable, int attempts) {
        return new Plan.Ready(
                "local",
                "checks",
                new BundleRef("checks", "0123456789012345678901234567890123456789", "codebundles/disk/runbook.robot"),
                List.of(),
                List.of("Check disk"),
                Map.of("LIMIT", "90"),
                List.of(),
                Map.of("kubectl", "kubectl-service.shared"),
                repeatable ? Access.READ_ONLY : Access.READ_WRITE,
                repeatable,
                Duration.ofMinutes(5),
                attempts,
                Duration.ofSeconds(10),
                false);
    }

    void publish(RunEvent event) {
        try {
            producer.send(new ProducerRecord<>(Topics.EVENTS, event.run().slx().fullName(), Wire.write(event)))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Something else than an event. */
    void publishRaw(@Nullable String value) {
        try {
            byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(Topics.EVENTS, "demo--disk", bytes))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    void workerStarts(AcceptedRun run, int attempt, String worker) {
        Instant now = clock.instant();
        publish(new RunEvent.Started(
                run.ref(), attempt, worker, "local", ready(true).bundle(), now, now.plus(Duration.ofMinutes(5)), 0));
    }

    List<TaskRequest> requests() {
        return records(REQUESTS).stream()
                .map(record -> Wire.read(record.value(), TaskRequest.class))
                .toList();
    }

    void workerAsks(AcceptedRun run, int attempt, String worker) {
        publish(new RunEvent.GrantAsked(
                run.ref(), attempt, worker, clock.instant().plus(Duration.ofMinutes(5))));
    }

    List<Control> control() {
        return records(Topics.CONTROL).stream()
                .map(record -> Wire.read(record.value(), Control.class))
                .toList();
    }

    List<RunEvent> events() {
        return records(Topics.EVENTS).stream()
                .map(record -> Wire.read(record.value(), RunEvent.class))
                .toList();
    }

    /** All that a topic holds, with what the runner has published and its client may not have sent yet. */
    List<ConsumerRecord<String, byte[]>> records(String topic) {
        producer.flush();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(KafkaSettings.consumer(kafka, "test-reader", "test-reader"))) {
            List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long end = consumer.endOffsets(partitions).values().iterator().next();
            List<ConsumerRecord<String, byte[]>> read = new ArrayList<>();
            while (consumer.position(partitions.getFirst()) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(read::add);
            }
            return read;
        }
    }

    String stateOf(AcceptedRun run) {
        return state(run.id());
    }

    private String state(UUID run) {
        return jdbc.sql("select state || coalesce(' ' || outcome, '') from run where id = ?")
                .param(run)
                .query(String.class)
                .single();
    }

    private static KafkaConnection withTopics(KafkaConnection kafka) {
        try (Admin admin = Admin.create(KafkaSettings.common(kafka, "test-admin"))) {
            for (String topic : List.of(Topics.EVENTS, Topics.CONTROL, REQUESTS)) {
                if (admin.listTopics().names().get().contains(topic)) {
                    admin.deleteTopics(List.of(topic)).all().get();
                }
                admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
                        .all()
                        .get();
            }
            return kafka;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        follower.stop();
        producer.close(Duration.ofSeconds(1));
    }

    private final class OnePlan implements RunPlans {

        @Override
        public Plan plan(
                SlxRef slx,
                RobotKind kind,
                List<String> taskTitles,
                Map<String, String> overrides,
                @Nullable String commit) {
            return commit != null && plan instanceof Plan.Ready ready ? at(ready, commit) : plan;
        }

        @Override
        public Plan planAt(
                SlxRef slx, RobotKind kind, String location, List<String> taskTitles, Map<String, String> overrides) {
            return plan;
        }

        @Override
        public boolean loaded() {
            return loaded;
        }

        @Override
        public boolean known() {
            return true;
        }

        @Override
        public boolean slxExists(SlxRef slx) {
            return loaded && slx.equals(DISK);
        }
    }

    /** At most one, which nobody cancels. */
    private final class OneCheck implements OpenChecks {

        @Override
        public List<UUID> cancel(String workspace, Wanted wanted, String reason) {
            return List.of();
        }

        @Override
        public Optional<Instant> eldestBegin() {
            return eldestCheck;
        }
    }

    private final class OneFleet implements Fleet {

        @Override
        public boolean isSilent(String worker, Instant now) {
            return silentWorkers.contains(worker);
        }

        @Override
        public Instant listeningSince() {
            return listeningSince;
        }

        @Override
        public @Nullable Instant lastBeat(String worker) {
            return null;
        }

        @Override
        public @Nullable Instant heardWithout(String worker, UUID run) {
            return unlisted.get(run);
        }

        @Override
        public List<WorkerBeat> workers() {
            return List.of();
        }
    }
}
