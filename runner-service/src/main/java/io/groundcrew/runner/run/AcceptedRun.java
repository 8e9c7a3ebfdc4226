package io.groundcrew.runner.run;

import io.groundcrew.chassis.identity.Role;
import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.contracts.run.RunRef;
import io.groundcrew.runner.resource.ScheduleSpec.Overlap;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run on demand that we promised an outcome.
 *
 * @param taskTitles unresolved titles; empty selects all
 * @param overrides values for the Runbook's runtime variables
 * @param commit of its CodeCollection, as it was asked for; null for the one that its pool has ready
 * @param startBy when it expires unless a worker has taken it
 * @param role of who asked for it, in its workspace
 * @param attempt the last attempt that was dispatched; 0 for none
 * @param failures how many attempts were not good and were followed by another
 * @param announced whether Kafka has the news of its acceptance
 * @param waitingFor what it waits for, as it was noted last; null for nothing
 * @param overlap what it does while an earlier run of its schedule goes on; null for one that no schedule asked for
 */
record AcceptedRun(
        UUID id,
        UUID session,
        SlxRef slx,
        Instant requestedAt,
        List<String> taskTitles,
        Map<String, String> overrides,
        @Nullable String commit,
        Instant startBy,
        Role role,
        int attempt,
        int failures,
        boolean announced,
        @Nullable String waitingFor,
        @Nullable Overlap overlap) {

    AcceptedRun {
        taskTitles = List.copyOf(taskTitles);
        overrides = Map.copyOf(overrides);
    }

    AcceptedRun withAttempt(int number) {
        return new AcceptedRun(
                id,
                session,
                slx,
                requestedAt,
                taskTitles,
                overrides,
                commit,
                startBy,
                role,
                number,
                failures,
                announced,
                waitingFor,
                overlap);
    }

    RunRef ref() {
        return new RunRef(id, slx, RobotKind.RUNBOOK, requestedAt, session);
    }
}
