/** Executes one attempt: Robot Framework, Bash, Python, SQL and REST. */
@NullMarked
package io.groundcrew.worker.execute;

import org.jspecify.annotations.NullMarked;
