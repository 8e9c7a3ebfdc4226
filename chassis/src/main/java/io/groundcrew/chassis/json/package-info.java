/** How JSON that comes from outside is read. */
@NullMarked
package io.groundcrew.chassis.json;

import org.jspecify.annotations.NullMarked;
