/** The runner as a whole, on a real database, broker and Git. */
@NullMarked
package io.groundcrew.runner;

import org.jspecify.annotations.NullMarked;
