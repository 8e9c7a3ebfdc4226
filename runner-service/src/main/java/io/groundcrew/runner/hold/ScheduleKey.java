package io.groundcrew.runner.hold;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.run.RobotKind;

/** Names a schedule: an SLX's SLI or Runbook. */
public record ScheduleKey(SlxRef slx, RobotKind kind) {}
