/** What every request passes before anything else looks at it. */
@NullMarked
package io.groundcrew.gateway.door;

import org.jspecify.annotations.NullMarked;
