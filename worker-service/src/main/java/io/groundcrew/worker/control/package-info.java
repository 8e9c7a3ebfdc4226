/** What the runner tells all workers: leave to start, cancellations, drains. */
@NullMarked
package io.groundcrew.worker.control;

import org.jspecify.annotations.NullMarked;
