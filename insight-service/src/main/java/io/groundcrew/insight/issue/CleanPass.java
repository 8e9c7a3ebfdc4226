package io.groundcrew.insight.issue;

import java.time.Instant;
import java.util.UUID;

/**
 * A run in which a task was selected, passed and delivered its whole issue list.
 *
 * @param startedAt when that run started; what was observed before is over
 */
public record CleanPass(UUID run, Instant startedAt) {}
