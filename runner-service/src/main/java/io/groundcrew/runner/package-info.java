/** What shall run, where and when. */
@NullMarked
package io.groundcrew.runner;

import org.jspecify.annotations.NullMarked;
