/** What the tests of the services share: one broker and one database for each JVM, a clock to move, a log to read. */
@NullMarked
package io.groundcrew.embedded.test;

import org.jspecify.annotations.NullMarked;
