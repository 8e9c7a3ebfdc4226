/** One execution: what it is given, what it writes, how its end is published. */
@NullMarked
package io.groundcrew.worker.run;

import org.jspecify.annotations.NullMarked;
