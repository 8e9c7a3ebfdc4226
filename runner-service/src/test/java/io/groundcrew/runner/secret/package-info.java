@NullMarked
package io.groundcrew.runner.secret;

import org.jspecify.annotations.NullMarked;
