/** What crosses Kafka between the services: records, sealed types and how they are written as JSON. */
@NullMarked
package io.groundcrew.contracts;

import org.jspecify.annotations.NullMarked;
