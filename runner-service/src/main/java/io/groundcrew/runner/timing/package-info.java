/** The instants at which schedules fire: intervals and calendars with their time zones. Knows no clock of its own. */
@NullMarked
package io.groundcrew.runner.timing;

import org.jspecify.annotations.NullMarked;
