/** What keeps schedules from firing for a time: pauses and maintenance windows. */
@NullMarked
package io.groundcrew.runner.hold;

import org.jspecify.annotations.NullMarked;
