package io.groundcrew.contracts.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the runner tells every worker, in the topic {@code groundcrew.control}; signed as requests are. Any of it may arrive
 * twice, and a worker that starts reads what was said before.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Control.Granted.class, name = "Granted"),
    @JsonSubTypes.Type(value = Control.Denied.class, name = "Denied"),
    @JsonSubTypes.Type(value = Control.Cancel.class, name = "Cancel"),
    @JsonSubTypes.Type(value = Control.Superseded.class, name = "Superseded"),
    @JsonSubTypes.Type(value = Control.Drain.class, name = "Drain")
})
public sealed interface Control {

    /** The key under which it is published. */
    String key();

    /** The worker may start this attempt, and nobody else ever gets leave to start the run. */
    record Granted(UUID run, int attempt, String worker) implements Control {

        @Override
        public String key() {
            return run.toString();
        }
    }

    /**
     * The worker must not start this attempt.
     *
     * @param reason a sentence for people
     * @param over true when the run has ended already or somebody else was given leave to start it, so that its request is one
     *     too many; null when it is not, and in what older runners say
     */
    record Denied(
            UUID run,
            int attempt,
            String worker,
            String reason,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Boolean over)
            implements Control {

        @Override
        public String key() {
            return run.toString();
        }
    }

    /**
     * These runs are to end: what runs is killed and reported as cancelled, what has not started never does, and the runner
     * reports that.
     *
     * @param runs at most {@value #MOST_RUNS}
     * @param reason a sentence for people
     * @param until how long it has to be remembered: after that nobody can be handed a request of these runs
     */
    record Cancel(List<UUID> runs, String reason, Instant until) implements Control {

        /** How many runs one message may name. */
        public static final int MOST_RUNS = 1_000;

        public Cancel {
            runs = List.copyOf(runs);
        }

        @Override
        public String key() {
            return runs.getFirst().toString();
        }
    }

    /**
     * Another attempt takes the place of one that may be repeated: whoever executes that one, or a delivery of its request, gives
     * it up without a word, and whoever is handed its request passes it over. Else two executions could call themselves by the
     * same number.
     *
     * @param attempt the latest whose place was taken; so it is with all before
     * @param until how long it has to be remembered: after that nobody can be handed a request of this run
     */
    record Superseded(UUID run, int attempt, Instant until) implements Control {

        @Override
        public String key() {
            return run.toString();
        }
    }

    /**
     * A worker is to take nothing more and to end what it runs before an instant, then to hand back what may be repeated; or,
     * without an instant, to take requests again.
     */
    record Drain(String worker, @Nullable Instant by) implements Control {

        @Override
        public String key() {
            return worker;
        }
    }
}
