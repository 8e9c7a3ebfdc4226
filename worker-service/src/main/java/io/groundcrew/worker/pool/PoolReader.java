package io.groundcrew.worker.pool;

import io.groundcrew.chassis.kafka.KafkaConnection;
import io.groundcrew.chassis.kafka.SignedRecords;
import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.contracts.fleet.PoolAnnounced;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.contracts.wire.UnreadableMessageException;
import io.groundcrew.contracts.wire.Wire;
import io.groundcrew.worker.kafka.TopicFollower;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Follows the pools that the runner announces, and believes only what it has signed. */
final class PoolReader implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(PoolReader.class);

    private final TopicFollower follower;
    private final KeyRing keys;
    private final String location;
    private final Pools pools;

    PoolReader(KafkaConnection kafka, KeyRing keys, String location, Pools pools) {
        this.follower = new TopicFollower(kafka, Topics.POOLS, this::apply);
        this.keys = keys;
        this.location = location;
        this.pools = pools;
    }

    @Override
    public void start() {
        follower.start();
    }

    @Override
    public void stop() {
        pools.stop();
        follower.stop();
    }

    @Override
    public boolean isRunning() {
        return follower.isRunning();
    }

    @Override
    public int getPhase() {
        return 0;
    }

    /** The runner signs requests, too, and one that is copied here names a location and a pool, and no repository. */
    private static boolean isWhole(PoolAnnounced pool) {
        @Nullable Object[] required = {pool.repoUrl(), pool.repoPath()};
        return Stream.of(required).allMatch(Objects::nonNull);
    }

    private void apply(ConsumerRecord<String, byte @Nullable []> record) {
        String key = record.key();
        String own = location + ".";
        if (key == null || !key.startsWith(own)) {
            return;
        }
        if (!SignedRecords.isSignedBy(SignedRecords.RUNNER, keys, record)) {
            log.warn("Passing over a record of the pool {}: the runner has not signed it", key);
            return;
        }
        byte[] value = record.value();
        if (value == null) {
            pools.withdraw(key.substring(own.length()));
            return;
        }
        try {
            PoolAnnounced pool = Wire.read(value, PoolAnnounced.class);
            if (key.equals(pool.key()) && isWhole(pool)) {
                pools.announce(pool);
            } else {
                log.warn("Passing over a pool under the key {} that calls itself {} or is not whole", key, pool.key());
            }
        } catch (UnreadableMessageException e) {
            log.warn("Passing over an unreadable pool under the key {}: {}", key, e.getMessage());
        }
    }
}
