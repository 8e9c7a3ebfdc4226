package io.groundcrew.insight.run;

import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.contracts.run.RunEvent.AttemptFailed;
import io.groundcrew.contracts.run.RunEvent.Finished;
import io.groundcrew.contracts.run.RunEvent.GrantAsked;
import io.groundcrew.contracts.run.RunEvent.RunAccepted;
import io.groundcrew.contracts.run.RunEvent.Started;
import io.groundcrew.contracts.run.RunRef;
import io.groundcrew.insight.storage.Batches;
import io.groundcrew.insight.storage.Columns;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Stores runs. A batch is read, changed in memory by its events in their order, and written whole. */
public final class Runs {

    /**
     * Each run is looked up by itself, in its own partition: joined with all, PostgreSQL reads whole days as long as its
     * statistics have not seen them grow.
     */
    private static final String LOAD = """
            SELECT r.* FROM %s AS wanted(requested_at, id) CROSS JOIN LATERAL (
                SELECT * FROM runs WHERE runs.requested_at = wanted.requested_at AND runs.id = wanted.id LIMIT 1) r
            """;

    private static final String SAVE = """
            INSERT INTO runs (requested_at, id, workspace, slx, kind, session_id, requester, task_titles, location, attempt,
                worker, collection, commit_id, path, started_at, outcome, outcome_attempt, reason, finished_at, passed, failed,
                skipped, metric, sub_metrics, log_length, report_length, overrides)
            SELECT * FROM %s
            ON CONFLICT (requested_at, id) DO UPDATE SET
                session_id = excluded.session_id, requester = excluded.requester, task_titles = excluded.task_titles,
                location = excluded.location, attempt = excluded.attempt, worker = excluded.worker,
                collection = excluded.collection, commit_id = excluded.commit_id, path = excluded.path,
                started_at = excluded.started_at, outcome = excluded.outcome, outcome_attempt = excluded.outcome_attempt,
                reason = excluded.reason, finished_at = excluded.finished_at, passed = excluded.passed,
                failed = excluded.failed, skipped = excluded.skipped, metric = excluded.metric,
                sub_metrics = excluded.sub_metrics, log_length = excluded.log_length,
                report_length = excluded.report_length, overrides = excluded.overrides
            """;

    private final Batches batches;

    public Runs(Batches batches) {
        this.batches = batches;
    }

    /**
     * Stores what a batch tells. Only one reader may handle a run at a time; call it in a transaction.
     *
     * @return the runs that the batch gave their outcome, with the event that did, in the order of the log
     */
    public List<SettledRun> store(List<RunEvent> events) {
        Map<Key, Run> runs = load(events);
        List<SettledRun> settled = new ArrayList<>();
        OtherAttempts others = new OtherAttempts();
        for (RunEvent event : events) {
            Run run = runs.computeIfAbsent(Key.of(event.run()), key -> new Run(event.run()));
            switch (event) {
                case RunAccepted accepted -> run.accept(accepted);
                // The start that follows tells more.
                case GrantAsked asked -> {}
                case Started started -> {
                    Run.Seen before = run.seen();
                    run.start(started);
                    others.replaced(run.ref(), before, run.attempt());
                }
                case AttemptFailed(Finished end) -> {
                    Run.Seen before = run.seen();
                    run.noteFailed(end);
                    others.replaced(run.ref(), before, run.attempt());
                    others.ended(end);
                }
                case Finished finished -> {
                    if (run.finish(finished)) {
                        settled.add(new SettledRun(run, finished));
                    } else if (!run.isOutcomeOf(finished)) {
                        others.ended(finished);
                    }
                }
            }
        }
        batches.update(SAVE, RunRows.columns(runs.values()));
        others.save(batches);
        return settled;
    }

    private Map<Key, Run> load(List<RunEvent> events) {
        Columns wanted = new Columns("timestamptz", "uuid");
        events.stream()
                .map(event -> Key.of(event.run()))
                .distinct()
                .forEach(key -> wanted.row(key.requestedAt, key.id));
        Map<Key, Run> runs = new LinkedHashMap<>();
        batches.query(LOAD, wanted, RunRows::read).forEach(run -> runs.put(Key.of(run.ref()), run));
        return runs;
    }

    private record Key(Instant requestedAt, UUID id) {

        static Key of(RunRef ref) {
            return new Key(ref.requestedAt().truncatedTo(ChronoUnit.MICROS), ref.id());
        }
    }
}
