/** Errors as problem details. */
@NullMarked
package io.groundcrew.chassis.problem;

import org.jspecify.annotations.NullMarked;
