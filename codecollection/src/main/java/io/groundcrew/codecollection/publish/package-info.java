/** Turns a directory into a Git repository that can be registered as a CodeCollection. */
@NullMarked
package io.groundcrew.codecollection.publish;

import org.jspecify.annotations.NullMarked;
