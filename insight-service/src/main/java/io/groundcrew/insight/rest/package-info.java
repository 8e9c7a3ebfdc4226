/** Runs and sessions over REST. */
@NullMarked
package io.groundcrew.insight.rest;

import org.jspecify.annotations.NullMarked;
