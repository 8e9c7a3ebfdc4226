package io.groundcrew.worker;

import io.groundcrew.contracts.run.RunIds;
import java.time.Clock;
import java.time.Instant;

/**
 * This worker process; another process never has the same.
 *
 * @param startedAt when it started
 */
public record WorkerId(String value, Instant startedAt) {

    static WorkerId next(Clock clock) {
        return new WorkerId("worker-" + RunIds.next(clock), clock.instant());
    }
}
