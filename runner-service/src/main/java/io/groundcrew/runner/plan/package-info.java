/** What a run would be, which checks are due, and who could run them: what accepting and scheduling ask. */
@NullMarked
package io.groundcrew.runner.plan;

import org.jspecify.annotations.NullMarked;
