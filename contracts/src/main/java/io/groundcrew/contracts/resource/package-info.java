/** What a workspace consists of, as announced by the runner. */
@NullMarked
package io.groundcrew.contracts.resource;

import org.jspecify.annotations.NullMarked;
