/** What an author is told about a collection before anything of it runs. */
@NullMarked
package io.groundcrew.codecollection.lint;

import org.jspecify.annotations.NullMarked;
