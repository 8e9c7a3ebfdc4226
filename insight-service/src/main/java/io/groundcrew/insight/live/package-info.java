/** Following a log while it is written. */
@NullMarked
package io.groundcrew.insight.live;

import org.jspecify.annotations.NullMarked;
