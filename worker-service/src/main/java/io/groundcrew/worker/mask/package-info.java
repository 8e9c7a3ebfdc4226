/** Takes secret values out of what tasks write. */
@NullMarked
package io.groundcrew.worker.mask;

import org.jspecify.annotations.NullMarked;
