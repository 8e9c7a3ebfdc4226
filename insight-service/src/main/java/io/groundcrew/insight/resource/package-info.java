/** The read copy of the runner's SLXs. */
@NullMarked
package io.groundcrew.insight.resource;

import org.jspecify.annotations.NullMarked;
