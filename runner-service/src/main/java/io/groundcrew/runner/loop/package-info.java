/** Work that goes on in the background while the service runs. */
@NullMarked
package io.groundcrew.runner.loop;

import org.jspecify.annotations.NullMarked;
