package io.groundcrew.runner.run;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run session as it was asked for.
 *
 * @param startBy when its runs expire unless a worker has taken them
 * @param idempotencyKey the client's, null for none
 */
record Session(
        UUID id,
        String workspace,
        String name,
        @Nullable String notes,
        String source,
        String requester,
        Instant created,
        Instant startBy,
        @Nullable String idempotencyKey) {

    /** As runs see it that are appended later: they have as much time as the first ones had. */
    Session from(Instant now) {
        Instant later = now.plus(Duration.between(created, startBy));
        return new Session(id, workspace, name, notes, source, requester, created, later, idempotencyKey);
    }
}
