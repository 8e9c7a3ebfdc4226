package io.groundcrew.worker.execute;

import io.groundcrew.worker.run.TaskExecution;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What the execution of a part of a run works with.
 *
 * @param execution the run
 * @param directory of this execution
 * @param collected where results go
 * @param output the run's log
 * @param cancellation the wish to end
 * @param deadline value of {@link System#nanoTime()} when the run's time is up
 */
record Step(
        TaskExecution execution,
        ExecutionDirectory directory,
        Collected collected,
        RunOutput output,
        Cancellation cancellation,
        long deadline) {

    /** Time left for the whole run, at least a millisecond. */
    Duration left() {
        return Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
    }

    /** The file that is run. */
    Path file() {
        return execution.tree().root().resolve(execution.path());
    }

    Map<String, String> variables() {
        return execution.variables();
    }
}
