@NullMarked
package io.groundcrew.runner.plan;

import org.jspecify.annotations.NullMarked;
