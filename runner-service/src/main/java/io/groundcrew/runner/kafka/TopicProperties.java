package io.groundcrew.runner.kafka;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How topics are created and handed out.
 *
 * @param replicationFactor copies of each record, as many brokers must there be
 * @param lockTime how long a request stays with a worker that does not renew it, from 1 s up to what the broker allows
 */
@ConfigurationProperties("runner.topics")
record TopicProperties(short replicationFactor, Duration lockTime) {

    TopicProperties {
        if (lockTime.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("Expected runner.topics.lock-time from 1s up, found " + lockTime);
        }
    }
}
