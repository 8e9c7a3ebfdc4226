/** Work that goes on in the background while a service runs. */
@NullMarked
package io.groundcrew.chassis.loop;

import org.jspecify.annotations.NullMarked;
