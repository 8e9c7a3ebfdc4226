/** How several runners notice each other's changes. */
@NullMarked
package io.groundcrew.runner.change;

import org.jspecify.annotations.NullMarked;
