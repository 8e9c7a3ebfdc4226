/** Executes tasks at one location. */
@NullMarked
package io.groundcrew.worker;

import org.jspecify.annotations.NullMarked;
