package io.groundcrew.runner.fleet;

import io.groundcrew.chassis.kafka.KafkaConnection;
import io.groundcrew.chassis.kafka.KafkaSettings;
import io.groundcrew.contracts.wire.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many requests of each queue no worker has answered for, as Kafka tells. */
class QueueLags implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(QueueLags.class);
    private static final long ANSWER_SECONDS = 3;

    private final KafkaConnection kafka;
    private @Nullable Admin admin;

    QueueLags(KafkaConnection kafka) {
        this.kafka = kafka;
    }

    /** By topic; empty when Kafka does not answer. */
    synchronized Map<String, Long> byTopic() {
        Admin open = admin;
        if (open == null) {
            open = Admin.create(KafkaSettings.common(kafka, "groundcrew-runner-lags"));
            admin = open;
        }
        try {
            Map<TopicPartition, SharePartitionOffsetInfo> offsets = open.listShareGroupOffsets(
                            Map.of(Topics.WORKER_GROUP, new ListShareGroupOffsetsSpec()))
                    .partitionsToOffsetInfo(Topics.WORKER_GROUP)
                    .get(ANSWER_SECONDS, TimeUnit.SECONDS);
            Map<String, Long> lags = new HashMap<>();
            offsets.forEach((partition, info) -> {
                if (info != null) {
                    info.lag().ifPresent(lag -> lags.merge(partition.topic(), lag, Long::sum));
                }
            });
            return lags;
        } catch (ExecutionException | TimeoutException e) {
            log.warn("Kafka does not tell how much waits in the queues: {}", e.toString());
            return Map.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Map.of();
        }
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
        }
    }
}
