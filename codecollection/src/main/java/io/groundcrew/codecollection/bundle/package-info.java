/** What a suite of tasks consists of, whatever language it is written in. */
@NullMarked
package io.groundcrew.codecollection.bundle;

import org.jspecify.annotations.NullMarked;
