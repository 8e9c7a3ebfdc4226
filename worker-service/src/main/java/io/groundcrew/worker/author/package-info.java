/** Runs one bundle in front of its author, without a server. */
@NullMarked
package io.groundcrew.worker.author;

import org.jspecify.annotations.NullMarked;
