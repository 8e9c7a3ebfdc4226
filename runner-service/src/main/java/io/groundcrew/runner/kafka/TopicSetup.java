package io.groundcrew.runner.kafka;

import io.groundcrew.chassis.kafka.KafkaConnection;
import io.groundcrew.chassis.kafka.KafkaSettings;
import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.wire.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates topics with what each keeps, and tells the workers' share group to begin at the earliest record. */
public final class TopicSetup {

    private static final Logger log = LoggerFactory.getLogger(TopicSetup.class);
    private static final Duration DAY = Duration.ofDays(1);
    private static final String TIMESTAMPS = "message.timestamp.type";
    private static final String BROKERS = "LogAppendTime";

    /** The most that a broker can be told to allow, as the one that comes with Groundcrew is. */
    private static final int MOST_DELIVERIES = 25;

    /** The most that a broker allows unless it is told otherwise; by itself it drops a request after five. */
    private static final int USUAL_DELIVERIES = 10;

    private final Supplier<Admin> admins;
    private final short replication;
    private final int requestPartitions;
    private final Duration lockTime;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private volatile boolean baseDone;

    TopicSetup(KafkaConnection connection, TopicProperties properties) {
        this(() -> Admin.create(settings(connection)), properties);
    }

    TopicSetup(Supplier<Admin> admins, TopicProperties properties) {
        this.admins = admins;
        this.replication = properties.replicationFactor();
        this.requestPartitions = properties.requestPartitions();
        this.lockTime = properties.lockTime();
    }

    /**
     * Creates the topics that are always there and sets the share group's configuration; after the first success it does
     * nothing.
     *
     * @throws TopicsUnavailableException when Kafka does not answer or refuses
     */
    public void ensureBase() {
        if (baseDone) {
            return;
        }
        try (Admin admin = admins.get()) {
            List<String> there = create(
                    admin,
                    List.of(
                            topic(Topics.EVENTS, 8, deleted(DAY.multipliedBy(7))),
                            topic(Topics.OUTPUT, 8, bounded(DAY, 2L << 30)),
                            // A run may wait for seven days, and its cancellation must be known for as long.
                            topic(Topics.CONTROL, 1, deleted(DAY.multipliedBy(9))),
                            topic(Topics.WORKERS, 1, compacted()),
                            topic(Topics.POOLS, 1, compacted()),
                            topic(Topics.RESOURCES, 1, stampedByTheBroker(compacted())),
                            topic(Topics.REJECTED, 1, deleted(DAY.multipliedBy(30)))));
            if (there.contains(Topics.RESOURCES)) {
                stampByTheBroker(admin, Topics.RESOURCES);
            }
            configureWorkerGroup(admin);
            baseDone = true;
        }
    }

    /**
     * Creates the request topics of a pool; do it before anybody is told of the pool or publishes a request to it. Warns of
     * those that are there with other partitions than they would be given.
     *
     * @throws TopicsUnavailableException when Kafka does not answer or refuses
     */
    public void ensurePool(String location, String pool) {
        ensureBase();
        List<NewTopic> missing = new ArrayList<>();
        for (Lane lane : Lane.values()) {
            String name = Topics.requests(location, pool, lane);
            if (!known.contains(name)) {
                missing.add(topic(name, requestPartitions, deleted(DAY.multipliedBy(7))));
            }
        }
        if (!missing.isEmpty()) {
            try (Admin admin = admins.get()) {
                List<String> there = create(admin, missing);
                if (!there.isEmpty()) {
                    warnOfOtherPartitions(admin, there);
                }
            }
        }
    }

    private void warnOfOtherPartitions(Admin admin, List<String> topics) {
        admin.describeTopics(topics).topicNameValues().forEach((name, described) -> {
            try {
                int found = described.get().partitions().size();
                if (found != requestPartitions) {
                    log.warn(
                            "Expected the topic {} with as many partitions as runner.topics.request-partitions says, {}, found {}."
                                    + " Each slot is handed requests of only one, so of more than one some may wait while slots"
                                    + " are idle. Set the property to what is wanted; or delete the topic when its queue is"
                                    + " empty and start the runner again, which makes it anew.",
                            name,
                            requestPartitions,
                            found);
                }
            } catch (ExecutionException e) {
                log.debug("The topic {} could not be described, so its partitions are not checked", name, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TopicsUnavailableException("Interrupted while describing the topic " + name, e);
            }
        });
    }

    private static Map<String, Object> settings(KafkaConnection connection) {
        Map<String, Object> settings = KafkaSettings.common(connection, "groundcrew-runner-topics");
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        return settings;
    }

    /** Answers with those that were there already. */
    private List<String> create(Admin admin, List<NewTopic> topics) {
        List<String> there = new ArrayList<>();
        admin.createTopics(topics).values().forEach((name, result) -> {
            try {
                result.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw new TopicsUnavailableException("Could not create the topic " + name, e);
                }
                there.add(name);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TopicsUnavailableException("Interrupted while creating the topic " + name, e);
            }
            known.add(name);
        });
        return there;
    }

    private static void stampByTheBroker(Admin admin, String topic) {
        try {
            configure(admin, ConfigResource.Type.TOPIC, topic, set(TIMESTAMPS, BROKERS));
        } catch (ExecutionException e) {
            if (!isRefusal(e.getCause()) && !(e.getCause() instanceof AuthorizationException)) {
                throw new TopicsUnavailableException("Could not set " + TIMESTAMPS + " of the topic " + topic, e);
            }
            log.warn(
                    "Expected to set {} of the topic {} to {}; Kafka says: {}. Of several runners whose clocks differ, what one"
                            + " says of a resource may be passed over for what another said before. Set it yourself.",
                    TIMESTAMPS,
                    topic,
                    BROKERS,
                    String.valueOf(e.getCause()));
        }
    }

    private void configureWorkerGroup(Admin admin) {
        try {
            // A share group begins at the latest record unless told otherwise, and would pass over what was queued
            // before.
            configureWorkerGroup(
                    admin,
                    set("share.auto.offset.reset", "earliest"),
                    set("share.record.lock.duration.ms", String.valueOf(lockTime.toMillis())));
        } catch (ExecutionException e) {
            throw notConfigured(e);
        }
        if (refusal(admin, MOST_DELIVERIES).isPresent()) {
            refusal(admin, USUAL_DELIVERIES)
                    .ifPresent(refusal -> log.warn(
                            "Expected a broker that delivers a request of the group {} up to {} times; it says: {}. It drops"
                                    + " what was delivered more often than it allows, without a word. Set"
                                    + " group.share.delivery.count.limit of the broker to {}, or worker.delivery-limit below"
                                    + " what it allows.",
                            Topics.WORKER_GROUP,
                            USUAL_DELIVERIES,
                            refusal,
                            USUAL_DELIVERIES));
        }
    }

    /**
     * What the broker says against so many deliveries of a request; empty when it takes them.
     *
     * @throws TopicsUnavailableException when it does not say anything: taken for a refusal, that would halve the deliveries
     *     until the next start
     */
    private static Optional<String> refusal(Admin admin, int deliveries) {
        try {
            configureWorkerGroup(admin, set("share.delivery.count.limit", String.valueOf(deliveries)));
            return Optional.empty();
        } catch (ExecutionException e) {
            if (isRefusal(e.getCause())) {
                return Optional.of(String.valueOf(e.getCause()));
            }
            throw notConfigured(e);
        }
    }

    private static boolean isRefusal(@Nullable Throwable failure) {
        return failure instanceof InvalidConfigurationException
                || failure instanceof InvalidRequestException
                || failure instanceof PolicyViolationException;
    }

    private static TopicsUnavailableException notConfigured(ExecutionException e) {
        return new TopicsUnavailableException("Could not configure the share group " + Topics.WORKER_GROUP, e);
    }

    private static void configureWorkerGroup(Admin admin, AlterConfigOp... settings) throws ExecutionException {
        configure(admin, ConfigResource.Type.GROUP, Topics.WORKER_GROUP, settings);
    }

    private static void configure(Admin admin, ConfigResource.Type type, String name, AlterConfigOp... settings)
            throws ExecutionException {
        try {
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(type, name), List.of(settings)))
                    .all()
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicsUnavailableException("Interrupted while configuring " + name, e);
        }
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }

    private NewTopic topic(String name, int partitions, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("max.message.bytes", String.valueOf(KafkaSettings.MAX_RECORD_BYTES));
        return new NewTopic(name, partitions, replication).configs(all);
    }

    private static Map<String, String> deleted(Duration after) {
        return Map.of("cleanup.policy", "delete", "retention.ms", String.valueOf(after.toMillis()));
    }

    private static Map<String, String> bounded(Duration after, long bytesEach) {
        Map<String, String> settings = new HashMap<>(deleted(after));
        settings.put("retention.bytes", String.valueOf(bytesEach));
        return settings;
    }

    private static Map<String, String> compacted() {
        return Map.of("cleanup.policy", "compact", "delete.retention.ms", String.valueOf(DAY.toMillis()));
    }

    /** Whoever reads it puts what several runners say in one order, which their clocks do not. */
    private static Map<String, String> stampedByTheBroker(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put(TIMESTAMPS, BROKERS);
        return all;
    }
}
