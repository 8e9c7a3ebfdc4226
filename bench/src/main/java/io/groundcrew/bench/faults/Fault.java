package io.groundcrew.bench.faults;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** One thing that goes wrong. */
sealed interface Fault {

    /** How long after the end of the fault before it this one begins. */
    Duration after();

    /** What happens, for people. */
    String what();

    /** Processes are killed by SIGKILL, all at once, and started again a while later. */
    record Kill(Duration after, List<Part> parts, Duration away) implements Fault {

        public Kill {
            parts = List.copyOf(parts);
        }

        @Override
        public String what() {
            String names = parts.size() == Part.values().length
                    ? "everything"
                    : parts.stream().map(Part::id).collect(Collectors.joining(", "));
            return "kill " + names + ", away for " + away.toMillis() + " ms";
        }
    }

    /** PostgreSQL's first process is killed by SIGKILL, and the process that has started it lives on. */
    record KillPostmaster(Duration after) implements Fault {

        @Override
        public String what() {
            return "kill the postmaster alone";
        }
    }

    /** A worker stands still (SIGSTOP) for longer than its lock holds, and goes on (SIGCONT). */
    record Pause(Duration after, Part worker, Duration still) implements Fault {

        @Override
        public String what() {
            return "pause " + worker.id() + " for " + still.toMillis() + " ms";
        }
    }

    /** Every record of the topic of events is published again. */
    record Replay(Duration after) implements Fault {

        @Override
        public String what() {
            return "publish all events again";
        }
    }

    /** The workers' share group begins at the earliest request again, with the workers away. */
    record Reset(Duration after) implements Fault {

        @Override
        public String what() {
            return "hand out all requests again";
        }
    }
}
