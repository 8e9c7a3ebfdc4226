package io.groundcrew.worker.execute;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * With what tasks are executed.
 *
 * @param runtimeDirectory the assembled task runtime
 * @param python the interpreter of the supervisor and of new environments, 3.10 or newer
 * @param outputLimit the most bytes of output that a run passes on
 */
@ConfigurationProperties("worker.execute")
record ExecuteProperties(Path runtimeDirectory, String python, DataSize outputLimit) {}
