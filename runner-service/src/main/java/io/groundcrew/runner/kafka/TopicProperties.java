package io.groundcrew.runner.kafka;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How topics are created.
 *
 * @param replicationFactor copies of each record, as many brokers must there be
 */
@ConfigurationProperties("runner.topics")
record TopicProperties(short replicationFactor) {}
