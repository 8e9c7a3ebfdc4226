package io.groundcrew.contracts.run;

/** Which part of a CodeBundle runs: its health metric or its task set. */
public enum RobotKind {
    SLI,
    RUNBOOK
}
