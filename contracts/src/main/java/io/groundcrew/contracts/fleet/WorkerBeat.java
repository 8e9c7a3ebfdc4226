package io.groundcrew.contracts.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A sign of life of one worker, every few seconds and whenever an environment changes. A tombstone means it left in order.
 *
 * @param worker the worker's id, new with each process
 * @param tags what people call it, for filters and drains; empty for none, and in the beats of older workers
 * @param slots how many executions it can run at a time
 * @param startedAt when the process started
 * @param running the runs in execution now
 * @param drainsBy when it hands back what it still runs; null when it takes requests
 * @param environments what it has prepared or is preparing
 */
public record WorkerBeat(
        String worker,
        String location,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY)
        List<String> tags,

        int slots,
        Instant startedAt,
        List<UUID> running,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant drainsBy,

        List<Environment> environments) {

    public WorkerBeat {
        tags = List.copyOf(tags);
        running = List.copyOf(running);
        environments = List.copyOf(environments);
    }

    /** Whether runs of a pool at a commit can be executed. */
    public enum State {
        PREPARING,
        READY,
        FAILED
    }

    /**
     * One pool's code and Python environment at one commit.
     *
     * @param reason why it failed, or which requirements a ready one lacks; null otherwise
     */
    public record Environment(
            String pool,
            String commit,
            State state,
            @Nullable String reason) {}
}
