/** Reads {@code .robot} files as Robot Framework's own parser does, as far as the catalog needs them. */
@NullMarked
package io.groundcrew.codecollection.robot;

import org.jspecify.annotations.NullMarked;
