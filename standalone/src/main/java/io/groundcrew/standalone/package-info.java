/** All services in one process, on an embedded broker and database; and the command line. */
@NullMarked
package io.groundcrew.standalone;

import org.jspecify.annotations.NullMarked;
