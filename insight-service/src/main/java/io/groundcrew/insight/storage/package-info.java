/** How batches, partitions and retention use PostgreSQL. */
@NullMarked
package io.groundcrew.insight.storage;

import org.jspecify.annotations.NullMarked;
