/** What the runner tells every worker. */
@NullMarked
package io.groundcrew.contracts.control;

import org.jspecify.annotations.NullMarked;
