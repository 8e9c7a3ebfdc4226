package io.groundcrew.runner.plan;

import io.groundcrew.contracts.fleet.WorkerBeat;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The workers as they are known from their beats. Answers from memory. */
public interface Fleet {

    /**
     * Whether a worker can be taken for dead: it was never heard of, or its last beat, or its leave, is older than 60 s. False
     * for everybody until this runner has read what the topic holds and listened for a minute since it (re)connected.
     */
    boolean isSilent(String worker, Instant now);

    /** When a worker's last beat reached this runner; null for one that left or was never heard of. */
    @Nullable
    Instant lastBeat(String worker);

    /** When a worker's last beat reached this runner, if it did not list a run; null when it did, and for no beat. */
    @Nullable
    Instant heardWithout(String worker, UUID run);

    /** The last beat of each worker that is not gone, silent ones included. */
    List<WorkerBeat> workers();
}
