/** CodeCollections: registered, synced and read. */
@NullMarked
package io.groundcrew.runner.collection;

import org.jspecify.annotations.NullMarked;
