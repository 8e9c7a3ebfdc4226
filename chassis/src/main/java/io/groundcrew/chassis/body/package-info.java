/** What requests may bring. */
@NullMarked
package io.groundcrew.chassis.body;

import org.jspecify.annotations.NullMarked;
