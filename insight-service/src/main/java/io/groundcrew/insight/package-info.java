/** What happened and what it means: runs, output, issues and insights, read from Kafka and served over REST. */
@NullMarked
package io.groundcrew.insight;

import org.jspecify.annotations.NullMarked;
