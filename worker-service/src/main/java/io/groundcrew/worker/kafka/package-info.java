/** What the worker writes to Kafka. */
@NullMarked
package io.groundcrew.worker.kafka;

import org.jspecify.annotations.NullMarked;
