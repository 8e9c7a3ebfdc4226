/** Slots take requests from the queue, one at a time, calls are taken in batches beside them; each is answered for. */
@NullMarked
package io.groundcrew.worker.slot;

import org.jspecify.annotations.NullMarked;
