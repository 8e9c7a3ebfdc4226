/** Accepts runs, dispatches them to workers and settles what no worker finished. */
@NullMarked
package io.groundcrew.runner.run;

import org.jspecify.annotations.NullMarked;
