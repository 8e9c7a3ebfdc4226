/** Worker pools and the workers that serve them. */
@NullMarked
package io.groundcrew.contracts.fleet;

import org.jspecify.annotations.NullMarked;
