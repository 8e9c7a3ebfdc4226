/** The worker's sign of life. */
@NullMarked
package io.groundcrew.worker.beat;

import org.jspecify.annotations.NullMarked;
