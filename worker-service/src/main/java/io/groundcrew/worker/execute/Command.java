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
 * @param warm whether {@code argv}, which is then {@code python -m module …}, may be run by a fork of a warm interpreter
 * @param confinement what the process may be and see
 * @param limits those that are not a run's, by their names in the supervisor's protocol
 */
record Command(
        List<String> argv,
        Map<String, String> environment,
        Path directory,
        @Nullable String input,
        Duration timeout,
        boolean result,
        boolean warm,
        Confinement confinement,
        Map<String, Long> limits) {

    Command {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
        limits = Map.copyOf(limits);
    }

    /** A program of the worker's own: nothing on standard input, no descriptor 3, not confined. */
    static Command of(List<String> argv, Map<String, String> environment, Path directory, Duration timeout) {
        return new Command(argv, environment, directory, null, timeout, false, false, Confinement.NONE, Map.of());
    }

    Command confinedTo(Confinement given) {
        return new Command(argv, environment, directory, input, timeout, result, warm, given, limits);
    }

    Command within(Map<String, Long> given) {
        return new Command(argv, environment, directory, input, timeout, result, warm, confinement, given);
    }

    /** Without environment and input, which may hold secrets. */
    @Override
    public String toString() {
        return "Command" + argv;
    }
}
