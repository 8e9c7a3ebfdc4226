/** A Git repository mirrored under limits, isolated from the host's Git configuration, with its last good commit kept. */
@NullMarked
package io.groundcrew.codecollection.mirror;

import org.jspecify.annotations.NullMarked;
