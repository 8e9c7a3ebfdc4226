package io.groundcrew.runner.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Scheduled checks that are on their way. They have no row: this runner knows those it has fired and those that have begun. */
public interface OpenChecks {

    /**
     * Which checks are meant; null leaves a condition out.
     *
     * @param slxs short names
     * @param begun whether those are meant, too, that a worker has begun
     */
    record Wanted(
            @Nullable UUID run,
            @Nullable List<String> slxs,
            @Nullable String pool,
            @Nullable String location,
            boolean begun) {}

    /**
     * Cancels checks of a workspace: what has not begun is settled, the rest is reported by its worker.
     *
     * @return the runs that were on their way
     */
    List<UUID> cancel(String workspace, Wanted wanted, String reason);

    /** When the eldest of those that a worker has begun was begun. */
    Optional<Instant> eldestBegin();
}
