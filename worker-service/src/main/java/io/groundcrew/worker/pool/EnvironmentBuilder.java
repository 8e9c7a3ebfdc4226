package io.groundcrew.worker.pool;

import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the Python environment that a collection's files ask for. */
public interface EnvironmentBuilder {

    /**
     * Builds the environment, or gives one that was built for the same requirements before. What could not be installed the
     * last time is tried again. Safe for concurrent callers.
     *
     * @param root the collection's root directory
     * @throws PreparationException with a sentence that says what failed, when there can be no environment at all
     */
    Environment build(Path root) throws InterruptedException;

    /**
     * Removes from disk the environments that were built long ago, or given last, and that nobody uses.
     *
     * @param used those in use; one that is being given meanwhile stays
     */
    void prune(Set<Path> used);

    /**
     * An environment that runs can be started in.
     *
     * @param directory where it is
     * @param missing which requirements could not be installed and why, null when all are there
     */
    record Environment(Path directory, @Nullable String missing) {}
}
