/** The gateway from outside: over HTTP, with a real database and services that record what reaches them. */
@NullMarked
package io.groundcrew.gateway;

import org.jspecify.annotations.NullMarked;
