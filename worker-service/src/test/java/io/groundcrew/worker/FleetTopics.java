package io.groundcrew.worker;

import io.groundcrew.chassis.kafka.KafkaSettings;
import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.wire.Topics;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/** The topics of a location with one pool, and the share group of all workers, as the runner makes them. */
final class FleetTopics implements AutoCloseable {

    static final String POOL = "checks";

    private final Admin admin;
    private final String location;

    FleetTopics(String servers, String location, Duration lock) {
        this.admin = Admin.create(Map.of("bootstrap.servers", servers));
        this.location = location;
        Set<String> there = result(admin.listTopics().names());
        Stream<String> shared =
                Stream.of(Topics.EVENTS, Topics.OUTPUT, Topics.WORKERS, Topics.POOLS, Topics.CONTROL, Topics.REJECTED);
        Stream<String> queues = Arrays.stream(Lane.values()).map(this::queue);
        List<NewTopic> missing = Stream.concat(shared, queues)
                .filter(name -> !there.contains(name))
                .map(name -> new NewTopic(name, 1, (short) 1)
                        .configs(Map.of("max.message.bytes", String.valueOf(KafkaSettings.MAX_RECORD_BYTES))))
                .toList();
        result(admin.createTopics(missing).all());
        Collection<AlterConfigOp> settings = List.of(
                set("share.auto.offset.reset", "earliest"),
                set("share.record.lock.duration.ms", String.valueOf(lock.toMillis())));
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, Topics.WORKER_GROUP);
        result(admin.incrementalAlterConfigs(Map.of(group, settings)).all());
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }

    String queue(Lane lane) {
        return Topics.requests(location, POOL, lane);
    }

    /** How many requests of a lane no worker has answered for; -1 when none has been asked for yet. */
    long unanswered(Lane lane) {
        TopicPartition partition = new TopicPartition(queue(lane), 0);
        var asked = new ListShareGroupOffsetsSpec().topicPartitions(List.of(partition));
        SharePartitionOffsetInfo known = result(admin.listShareGroupOffsets(Map.of(Topics.WORKER_GROUP, asked))
                        .partitionsToOffsetInfo(Topics.WORKER_GROUP))
                .get(partition);
        return known == null ? -1 : known.lag().orElse(-1L);
    }

    private static <T> T result(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
