package io.groundcrew.worker.pool;

import java.nio.file.Path;

/** Makes the Python environment that a collection's files ask for. */
@FunctionalInterface
public interface EnvironmentBuilder {

    /**
     * Builds the environment, or gives one that was built for the same requirements before. Safe for concurrent callers.
     *
     * @param root the collection's root directory
     * @return the environment's directory
     * @throws PreparationException with a sentence that says what failed, when the requirements cannot be installed
     */
    Path build(Path root) throws InterruptedException;
}
