/** Slots take requests from the queue, one at a time, and answer for each. */
@NullMarked
package io.groundcrew.worker.slot;

import org.jspecify.annotations.NullMarked;
