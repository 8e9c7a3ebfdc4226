/** Who calls, in which role, and which operation of the API it is. */
@NullMarked
package io.groundcrew.chassis.identity;

import org.jspecify.annotations.NullMarked;
