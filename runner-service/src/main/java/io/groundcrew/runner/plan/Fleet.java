package io.groundcrew.runner.plan;

import io.groundcrew.contracts.fleet.WorkerBeat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The workers as they are known from their beats. Answers from memory. */
public interface Fleet {

    /**
     * Whether a worker can be taken for dead: it was never heard of, or its last beat, or its leave, is older than 60 s. False
     * for everybody until this runner has listened for a minute.
     */
    boolean isSilent(String worker, Instant now);

    /**
     * Since when this runner hears the workers: since it had read what the topic holds, or since the last gap, as when the
     * machine slept or its clock was set. Now while it hears nobody.
     */
    Instant listeningSince();

    /** A deadline as it counts here: a task stands still while the machine sleeps, so after a gap it gets all its time again. */
    default Instant afterGap(Instant deadline, Instant begun) {
        Instant since = listeningSince();
        return begun.isBefore(since) ? since.plus(Duration.between(begun, deadline)) : deadline;
    }

    /** When a worker's last beat reached this runner; null for one that left or was never heard of. */
    @Nullable
    Instant lastBeat(String worker);

    /**
     * When a worker's last beat reached this runner, if it did not list a run; null when it did, for no beat, and for one
     * that came so soon after a gap that it may be older.
     */
    @Nullable
    Instant heardWithout(String worker, UUID run);

    /** The last beat of each worker that is not gone, silent ones included. */
    List<WorkerBeat> workers();
}
