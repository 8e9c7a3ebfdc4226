/** What tasks found wrong: keys, occurrences, opening and closing. */
@NullMarked
package io.groundcrew.insight.issue;

import org.jspecify.annotations.NullMarked;
