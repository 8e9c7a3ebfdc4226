/** The worker pools of this location and their code at the commits that runs name. */
@NullMarked
package io.groundcrew.worker.pool;

import org.jspecify.annotations.NullMarked;
