/** The web console's files and the addresses that answer without the API. */
@NullMarked
package io.groundcrew.gateway.console;

import org.jspecify.annotations.NullMarked;
