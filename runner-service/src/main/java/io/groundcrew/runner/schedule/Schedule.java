package io.groundcrew.runner.schedule;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.runner.hold.ScheduleKey;
import io.groundcrew.runner.resource.ScheduleSpec;
import io.groundcrew.runner.timing.FireTimes;
import java.time.Instant;
import java.util.List;

/**
 * An SLI or a Runbook that runs by itself.
 *
 * @param spec as its document has it
 * @param locations where an SLI runs, one run for each fire at each; a Runbook's are the plan's matter
 * @param since its documents are as they are since then: no fire was due before
 */
record Schedule(ScheduleKey key, ScheduleSpec spec, FireTimes times, List<String> locations, Instant since) {

    Schedule {
        locations = List.copyOf(locations);
    }

    SlxRef slx() {
        return key.slx();
    }

    boolean isSli() {
        return key.kind() == RobotKind.SLI;
    }

    boolean isCron() {
        return spec.cron() != null;
    }

    /** Whether its last fire is kept, so that missed ones are noticed. A check on an interval comes again soon. */
    boolean isRemembered() {
        return isCron() || !isSli();
    }
}
