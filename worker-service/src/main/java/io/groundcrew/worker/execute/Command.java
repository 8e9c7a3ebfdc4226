package io.groundcrew.worker.execute;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A process to start.
 *
 * @param argv program, looked for in the environment's {@code PATH}, and its arguments; no shell reads them
 * @param environment the whole environment
 * @param directory working directory
 * @param input text on standard input, null for none
 * @param timeout after which the tree is ended
 * @param result whether descriptor 3 is a stream that is read
 */
record Command(
        List<String> argv,
        Map<String, String> environment,
        Path directory,
        @Nullable String input,
        Duration timeout,
        boolean result) {

    Command {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
    }

    /** Without environment and input, which may hold secrets. */
    @Override
    public String toString() {
        return "Command" + argv;
    }
}
