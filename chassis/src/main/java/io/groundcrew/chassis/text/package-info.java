/** Texts that others wrote. */
@NullMarked
package io.groundcrew.chassis.text;

import org.jspecify.annotations.NullMarked;
