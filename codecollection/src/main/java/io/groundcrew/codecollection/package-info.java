/** CodeCollections: a Git repository mirrored under limits, and the bundles read from it without running anything. */
@NullMarked
package io.groundcrew.codecollection;

import org.jspecify.annotations.NullMarked;
