package io.groundcrew.worker.execute;

import org.jspecify.annotations.Nullable;

/**
 * How a process ended; nothing of its tree lives any more.
 *
 * @param code exit status, null when a signal ended it or it did not start
 * @param signal number of the signal that ended it, else null
 * @param killedBy {@code timeout}, {@code cancel}, {@code processes},
 *     {@code memory}, {@code disk}; null when it ended by itself
 * @param error why it could not be started or watched, else null
 */
record ProcessEnd(
        @Nullable Integer code,
        @Nullable Integer signal,
        @Nullable String killedBy,
        @Nullable String error) {

    static ProcessEnd broken(String error) {
        return new ProcessEnd(null, null, null, error);
    }

    boolean isSuccess() {
        return code != null && code == 0 && killedBy == null;
    }

    /** What happened, to follow the name of what was run. */
    String sentence() {
        if (error != null) {
            return "could not be run: " + error;
        }
        if (killedBy != null) {
            return switch (killedBy) {
                case "timeout" ->
                    "ran longer than its timeout and was killed with its process tree; raise the task's timeout if it needs longer";
                case "cancel" -> "was cancelled";
                case "processes" -> "had more processes than a run may have and was killed";
                case "disk" -> "wrote more to its directory than a run may and was killed";
                case "memory" -> "used more memory than a run may use and was killed";
                default -> "was killed (" + killedBy + ")";
            };
        }
        if (signal != null) {
            return "was ended by signal " + signal + (signal == 9 ? " (SIGKILL; perhaps out of memory)" : "");
        }
        return "ended with exit status " + code + (code != null && code == 137 ? " (a process in it was killed)" : "");
    }
}
