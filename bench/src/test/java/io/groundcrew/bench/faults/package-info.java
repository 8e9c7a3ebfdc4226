@NullMarked
package io.groundcrew.bench.faults;

import org.jspecify.annotations.NullMarked;
