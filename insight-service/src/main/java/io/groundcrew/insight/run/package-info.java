/** Run sessions and run requests as they were seen. */
@NullMarked
package io.groundcrew.insight.run;

import org.jspecify.annotations.NullMarked;
