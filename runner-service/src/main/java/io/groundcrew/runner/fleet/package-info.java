/** Workers, what they have prepared, and the pools they are told of. */
@NullMarked
package io.groundcrew.runner.fleet;

import org.jspecify.annotations.NullMarked;
