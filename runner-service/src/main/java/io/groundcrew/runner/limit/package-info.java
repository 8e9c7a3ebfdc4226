/** How many runs may go on at a time. */
@NullMarked
package io.groundcrew.runner.limit;

import org.jspecify.annotations.NullMarked;
