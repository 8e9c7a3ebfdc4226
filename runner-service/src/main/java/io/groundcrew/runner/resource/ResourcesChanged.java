package io.groundcrew.runner.resource;

/**
 * Resources of a workspace changed. Published as a Spring event after the change was committed and can be seen, also when
 * another runner made it (a few seconds later).
 */
public record ResourcesChanged(String workspace) {}
