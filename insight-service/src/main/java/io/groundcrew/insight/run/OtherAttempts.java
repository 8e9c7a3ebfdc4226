package io.groundcrew.insight.run;

import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RunEvent.Finished;
import io.groundcrew.contracts.run.RunRef;
import io.groundcrew.insight.storage.Batches;
import io.groundcrew.insight.storage.Columns;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of a batch's runs beside those that gave a run its outcome: tried again after they failed, replaced since their
 * worker told no end, or ended when the run had its outcome already.
 */
final class OtherAttempts {

    private static final String SAVE = """
            INSERT INTO other_attempts AS known
                (requested_at, run_id, attempt, worker, started_at, finished_at, outcome, reason)
            SELECT * FROM %s
            ON CONFLICT (requested_at, run_id, attempt, worker) DO UPDATE SET
                started_at = coalesce(known.started_at, excluded.started_at),
                finished_at = coalesce(known.finished_at, excluded.finished_at),
                outcome = coalesce(known.outcome, excluded.outcome), reason = coalesce(known.reason, excluded.reason)
            """;

    private final Map<Key, Attempt> attempts = new LinkedHashMap<>();

    private record Key(Instant requestedAt, UUID run, int attempt, String worker) {}

    private record Attempt(
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable Outcome outcome,
            @Nullable String reason) {}

    /** Keeps the attempt that was known of a run if a later one stands in its place now. */
    void replaced(RunRef run, Run.Seen before, int attempt) {
        String worker = before.worker();
        if (worker != null && before.attempt() > 0 && before.attempt() < attempt) {
            attempts.putIfAbsent(
                    new Key(run.requestedAt(), run.id(), before.attempt(), worker),
                    new Attempt(before.startedAt(), null, null, null));
        }
    }

    void ended(Finished end) {
        Key key = new Key(end.run().requestedAt(), end.run().id(), end.attempt(), end.worker());
        Attempt known = attempts.get(key);
        if (known == null || known.outcome() == null) {
            attempts.put(key, new Attempt(end.startedAt(), end.finishedAt(), end.outcome(), end.reason()));
        }
    }

    void save(Batches batches) {
        Columns rows = new Columns("timestamptz", "uuid", "int4", "text", "timestamptz", "timestamptz", "text", "text");
        attempts.forEach((key, attempt) -> rows.row(
                key.requestedAt(),
                key.run(),
                key.attempt(),
                key.worker(),
                attempt.startedAt(),
                attempt.finishedAt(),
                attempt.outcome() == null ? null : attempt.outcome().name(),
                attempt.reason()));
        batches.update(SAVE, rows);
    }
}
