/** Workspaces and their documents: kept, checked, read by people and announced to the other services. */
@NullMarked
package io.groundcrew.runner.resource;

import org.jspecify.annotations.NullMarked;
