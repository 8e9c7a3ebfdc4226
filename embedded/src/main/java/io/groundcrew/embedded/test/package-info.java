/** One broker and one database for each test JVM, embedded or in containers. */
@NullMarked
package io.groundcrew.embedded.test;

import org.jspecify.annotations.NullMarked;
