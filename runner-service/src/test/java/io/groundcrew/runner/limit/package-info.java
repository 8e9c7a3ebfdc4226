@NullMarked
package io.groundcrew.runner.limit;

import org.jspecify.annotations.NullMarked;
