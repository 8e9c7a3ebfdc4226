package io.groundcrew.insight.run;

import io.groundcrew.contracts.run.RunEvent.Finished;

/** A run that has just been given its outcome, and the event that gave it. */
public record SettledRun(Run run, Finished event) {}
