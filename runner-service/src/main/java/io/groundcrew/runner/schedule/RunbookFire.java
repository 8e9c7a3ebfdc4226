package io.groundcrew.runner.schedule;

import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.contracts.run.RunIds;
import io.groundcrew.runner.resource.ScheduleSpec.Overlap;
import io.groundcrew.runner.run.ScheduledRuns;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Opens a run session for a Runbook that is due; a fire that comes twice opens one. */
class RunbookFire {

    private static final Duration LONGEST_WAIT = Duration.ofDays(7);
    private static final Duration LONGEST_WAIT_OF_CRON = Duration.ofMinutes(20);
    private static final Duration LONGEST_WAIT_IN_QUEUE = Duration.ofDays(1);
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
    private static final int LONGEST_NAME = 170;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final ScheduledRuns runs;
    private final Clock clock;

    RunbookFire(ScheduledRuns runs, Clock clock) {
        this.runs = runs;
        this.clock = clock;
    }

    void fire(Schedule runbook, Instant nominal) {
        String name = runbook.slx().shortName();
        String fire =
                RunIds.scheduled(runbook.slx(), RobotKind.RUNBOOK, "", nominal).toString();
        runs.open(new ScheduledRuns.Due(
                runbook.slx(),
                name.substring(0, Math.min(name.length(), LONGEST_NAME)) + "-" + TIME.format(nominal),
                wait(runbook),
                fire,
                runbook.spec().overlap()));
    }

    /** Until a moment before the next fire, which it must not keep from running, or for a day where runs queue. */
    private Duration wait(Schedule runbook) {
        if (runbook.spec().overlap() == Overlap.QUEUE) {
            return LONGEST_WAIT_IN_QUEUE;
        }
        Instant now = clock.instant();
        Instant next = runbook.times().next(now);
        Duration longest = runbook.isCron() ? LONGEST_WAIT_OF_CRON : LONGEST_WAIT;
        Duration untilNext =
                next == null ? longest : Duration.between(now, next).minus(ChecksInFlight.TOLD);
        Duration wait = untilNext.compareTo(longest) < 0 ? untilNext : longest;
        return wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : wait;
    }
}
