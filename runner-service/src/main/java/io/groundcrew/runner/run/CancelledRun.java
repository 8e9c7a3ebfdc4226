package io.groundcrew.runner.run;

import io.groundcrew.contracts.run.RunRef;
import java.time.Instant;

/**
 * A run that is to end and has no outcome yet.
 *
 * @param attempt the last one that was dispatched; 0 for none
 * @param begun whether a worker was heard to have begun it
 * @param startBy until when its request may be taken
 * @param reason why, for people
 */
record CancelledRun(RunRef ref, int attempt, boolean begun, Instant startBy, Instant cancelledAt, String reason) {}
