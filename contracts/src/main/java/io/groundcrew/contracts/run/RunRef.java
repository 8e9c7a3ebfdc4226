package io.groundcrew.contracts.run;

import io.groundcrew.contracts.SlxRef;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Names one run request wherever it is spoken of.
 *
 * @param id UUIDv7 for an on-demand run, computed from its nominal fire for a scheduled check
 * @param slx the SLX it runs on
 * @param kind which part of the bundle it runs
 * @param requestedAt when it was accepted, or its nominal fire time; partitions what is stored about it
 * @param session the run session it belongs to, null for scheduled checks
 */
public record RunRef(
        UUID id,
        SlxRef slx,
        RobotKind kind,
        Instant requestedAt,
        @Nullable UUID session) {}
