/** A real Kafka broker and a real PostgreSQL that live and die with this process, for standalone and for tests. */
@NullMarked
package io.groundcrew.embedded;

import org.jspecify.annotations.NullMarked;
