/** The latest insight about each task and SLX, and the samples of SLIs. */
@NullMarked
package io.groundcrew.insight.knowledge;

import org.jspecify.annotations.NullMarked;
