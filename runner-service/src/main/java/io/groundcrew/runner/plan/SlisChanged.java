package io.groundcrew.runner.plan;

/**
 * Resources of a workspace changed, so what {@link ScheduledSlis} answers may have. Published as a Spring event after
 * the change was committed and can be seen.
 */
public record SlisChanged(String workspace) {}
