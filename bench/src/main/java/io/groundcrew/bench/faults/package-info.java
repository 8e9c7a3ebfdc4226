/** Kills parts of an installation at random while it works, and shows from marks of its tasks that no run was lost or doubled. */
@NullMarked
package io.groundcrew.bench.faults;

import org.jspecify.annotations.NullMarked;
