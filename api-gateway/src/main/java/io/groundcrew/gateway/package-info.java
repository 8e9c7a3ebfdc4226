/** The one door to Groundcrew: who calls, what they may do, and which service answers. */
@NullMarked
package io.groundcrew.gateway;

import org.jspecify.annotations.NullMarked;
