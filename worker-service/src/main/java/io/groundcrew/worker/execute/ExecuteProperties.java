package io.groundcrew.worker.execute;

import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * With what tasks are executed.
 *
 * @param runtimeDirectory the assembled task runtime
 * @param python the interpreter of the supervisor and of new environments, 3.10 or newer
 * @param hidden places of which tasks may see nothing, beside the worker's own data directory
 *     (texts: Spring would read the path {@code /} as the web application's root)
 * @param outputLimit the most bytes of output that a run passes on
 */
@ConfigurationProperties("worker.execute")
record ExecuteProperties(Path runtimeDirectory, String python, List<String> hidden, DataSize outputLimit) {}
