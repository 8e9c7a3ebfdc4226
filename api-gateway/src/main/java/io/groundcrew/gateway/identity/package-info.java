/** Tokens and sessions: who a caller is, and since when that holds no more. */
@NullMarked
package io.groundcrew.gateway.identity;

import org.jspecify.annotations.NullMarked;
