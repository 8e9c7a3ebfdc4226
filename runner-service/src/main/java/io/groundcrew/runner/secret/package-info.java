/** The workspaces' own secrets: stored encrypted, never shown, sealed into the requests of runs that name them. */
@NullMarked
package io.groundcrew.runner.secret;

import org.jspecify.annotations.NullMarked;
