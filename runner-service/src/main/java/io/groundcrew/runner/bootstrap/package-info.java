/** What a first start makes. */
@NullMarked
package io.groundcrew.runner.bootstrap;

import org.jspecify.annotations.NullMarked;
