/** How the runner reaches Kafka, and the topics it creates. */
@NullMarked
package io.groundcrew.runner.kafka;

import org.jspecify.annotations.NullMarked;
