/** How messages are written, named and addressed in Kafka. */
@NullMarked
package io.groundcrew.contracts.wire;

import org.jspecify.annotations.NullMarked;
