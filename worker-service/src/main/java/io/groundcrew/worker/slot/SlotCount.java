package io.groundcrew.worker.slot;

/** How many requests this worker executes at a time. */
public record SlotCount(int value) {}
