/** Reads topics in batches and stores each batch in one transaction. */
@NullMarked
package io.groundcrew.insight.ingest;

import org.jspecify.annotations.NullMarked;
