package io.groundcrew.runner.kafka;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How topics are created and handed out.
 *
 * @param replicationFactor copies of each record, as many brokers must there be
 * @param requestPartitions partitions of a request topic that is created, from 1 up; each slot is handed requests of only one
 *     of them, so more than one is for pools of very many slots (ADR 16)
 * @param lockTime how long a request stays with a worker that does not renew it, from 1 s up to what the broker allows
 */
@ConfigurationProperties("runner.topics")
record TopicProperties(short replicationFactor, int requestPartitions, Duration lockTime) {

    TopicProperties {
        if (requestPartitions < 1) {
            throw new IllegalArgumentException(
                    "Expected runner.topics.request-partitions from 1 up, found " + requestPartitions);
        }
        if (lockTime.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("Expected runner.topics.lock-time from 1s up, found " + lockTime);
        }
    }
}
