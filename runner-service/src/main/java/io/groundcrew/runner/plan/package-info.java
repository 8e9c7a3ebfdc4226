/** What a run would be and who could run it: what accepting and scheduling ask. */
@NullMarked
package io.groundcrew.runner.plan;

import org.jspecify.annotations.NullMarked;
