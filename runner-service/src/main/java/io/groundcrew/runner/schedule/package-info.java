/** Fires the checks at their intervals. The only package that knows Quartz. */
@NullMarked
package io.groundcrew.runner.schedule;

import org.jspecify.annotations.NullMarked;
