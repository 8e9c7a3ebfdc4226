/** Logs and reports of attempts, stored as chunks. */
@NullMarked
package io.groundcrew.insight.output;

import org.jspecify.annotations.NullMarked;
