/** A run on its way: what is asked of a worker and what is told about it. */
@NullMarked
package io.groundcrew.contracts.run;

import org.jspecify.annotations.NullMarked;
