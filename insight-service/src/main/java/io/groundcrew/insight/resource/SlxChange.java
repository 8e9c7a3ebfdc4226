package io.groundcrew.insight.resource;

import io.groundcrew.contracts.SlxRef;
import java.time.Instant;

/**
 * An SLX was announced or deleted.
 *
 * @param at when the broker took what a runner said, so that it does not depend on whose clock is fast
 * @param offset the record's place in the log, which orders what was said in the same millisecond
 */
public record SlxChange(SlxRef slx, boolean deleted, Instant at, long offset) {}
