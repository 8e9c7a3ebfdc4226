/** Benchmarks, each with its baseline measured in the same run. */
@NullMarked
package io.groundcrew.bench;

import org.jspecify.annotations.NullMarked;
