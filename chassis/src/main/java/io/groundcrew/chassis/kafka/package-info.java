/** How every service talks to Kafka. */
@NullMarked
package io.groundcrew.chassis.kafka;

import org.jspecify.annotations.NullMarked;
