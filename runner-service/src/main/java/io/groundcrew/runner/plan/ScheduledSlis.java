package io.groundcrew.runner.plan;

import java.util.List;

/**
 * The checks that are to run. {@link SlisChanged} is published after every change, also one that another runner made (a
 * few seconds later).
 */
public interface ScheduledSlis {

    /** All of them, from memory; empty until the resources were read once after the start. */
    List<ScheduledSli> all();
}
