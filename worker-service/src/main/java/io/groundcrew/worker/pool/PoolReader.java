package io.groundcrew.worker.pool;

import io.groundcrew.chassis.kafka.KafkaConnection;
import io.groundcrew.chassis.kafka.KafkaSettings;
import io.groundcrew.contracts.fleet.PoolAnnounced;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.contracts.wire.UnreadableMessageException;
import io.groundcrew.contracts.wire.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Follows the pools that the runner announces, from the beginning of their topic, without a group. */
final class PoolReader implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(PoolReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final Map<String, Object> settings;
    private final String location;
    private final Pools pools;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private @Nullable Thread thread;

    PoolReader(KafkaConnection kafka, String location, Pools pools) {
        this.settings = KafkaSettings.consumer(kafka, "groundcrew-worker-pools", "unused");
        this.settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        this.location = location;
        this.pools = pools;
    }

    @Override
    public void start() {
        thread = Thread.ofVirtual().name("pools").start(this::run);
    }

    @Override
    public void stop() {
        stopping.countDown();
        pools.stop();
        Thread running = thread;
        thread = null;
        if (running != null) {
            try {
                if (!running.join(Duration.ofSeconds(2))) {
                    running.interrupt();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    @Override
    public int getPhase() {
        return 0;
    }

    private void run() {
        long pause = 100;
        while (stopping.getCount() > 0) {
            try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(settings)) {
                if (assigned(consumer)) {
                    pause = 100;
                    follow(consumer);
                }
            } catch (KafkaException e) {
                log.warn("Pools cannot be read from {} and will be read again: {}", Topics.POOLS, e.toString());
            }
            try {
                if (stopping.await(pause, TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                return;
            }
            pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
        }
    }

    private boolean assigned(KafkaConsumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.POOLS, Duration.ofSeconds(5)).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
            log.info("Waiting for the topic {}, which the runner creates", Topics.POOLS);
            return false;
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return true;
    }

    private void follow(KafkaConsumer<String, byte[]> consumer) {
        while (stopping.getCount() > 0) {
            consumer.poll(POLL).forEach(this::apply);
        }
    }

    private void apply(ConsumerRecord<String, byte @Nullable []> record) {
        String key = record.key();
        String own = location + ".";
        if (key == null || !key.startsWith(own)) {
            return;
        }
        byte[] value = record.value();
        if (value == null) {
            pools.withdraw(key.substring(own.length()));
            return;
        }
        try {
            PoolAnnounced pool = Wire.read(value, PoolAnnounced.class);
            if (key.equals(pool.key())) {
                pools.announce(pool);
            } else {
                log.warn("Passing over a pool under the key {} that calls itself {}", key, pool.key());
            }
        } catch (UnreadableMessageException e) {
            log.warn("Passing over an unreadable pool under the key {}: {}", key, e.getMessage());
        }
    }
}
