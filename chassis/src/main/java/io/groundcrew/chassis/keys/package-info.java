/** Key files of services and locations: signing, verifying and sealing. */
@NullMarked
package io.groundcrew.chassis.keys;

import org.jspecify.annotations.NullMarked;
