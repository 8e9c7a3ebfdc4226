package io.groundcrew.runner.run;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which runs of a workspace are meant; of those, only what has no outcome yet. */
sealed interface QueueSelector {

    /** Begun or not. */
    record OneRun(UUID run) implements QueueSelector {}

    /** All runs of a session, begun or not. */
    record OneSession(UUID session) implements QueueSelector {}

    /** The runs of the same schedule that were due before a run, begun or not. */
    record EarlierOfSchedule(AcceptedRun run) implements QueueSelector {}

    /**
     * Runs that nobody has begun; null leaves a condition out.
     *
     * @param slxs short names
     * @param taskTitle unresolved title of a task that the run names
     */
    record Queued(
            @Nullable List<String> slxs,
            @Nullable String taskTitle,
            @Nullable String pool,
            @Nullable String location) implements QueueSelector {}
}
