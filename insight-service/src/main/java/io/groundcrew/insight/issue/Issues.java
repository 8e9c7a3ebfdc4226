package io.groundcrew.insight.issue;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.run.RunEvent.Finished;
import io.groundcrew.insight.storage.Batches;
import io.groundcrew.insight.storage.Columns;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** Opens, counts and closes issues by what finished runs found. */
public final class Issues {

    private static final String LOAD_RAISED =
            "SELECT i.* FROM %s AS wanted(id) JOIN issues i USING (id) ORDER BY i.id FOR UPDATE OF i";

    private static final String SAVE = """
            INSERT INTO issues (id, workspace, slx, kind, task_title, normalised_title, rule_version, title, severity, expected,
                actual, reproduce_hint, next_steps, details, summary, open_since, latest_occurrence_at, open_occurrences,
                closed_occurrences, closed_at, closed_by_type, closed_by_id, created, modified, location)
            SELECT * FROM %s
            ON CONFLICT (id) DO UPDATE SET
                title = excluded.title, severity = excluded.severity, expected = excluded.expected,
                actual = excluded.actual, reproduce_hint = excluded.reproduce_hint, next_steps = excluded.next_steps,
                details = excluded.details, summary = excluded.summary, open_since = excluded.open_since,
                latest_occurrence_at = excluded.latest_occurrence_at, open_occurrences = excluded.open_occurrences,
                closed_occurrences = excluded.closed_occurrences, closed_at = excluded.closed_at,
                closed_by_type = excluded.closed_by_type, closed_by_id = excluded.closed_by_id,
                modified = excluded.modified, location = excluded.location
            """;

    private static final String ADD_OCCURRENCES = """
            INSERT INTO occurrences (requested_at, run_id, issue_id, observed_at, session_id, title, severity, expected, actual,
                reproduce_hint, next_steps, details, summary)
            SELECT * FROM %s ON CONFLICT DO NOTHING RETURNING run_id, issue_id
            """;

    /** Their texts stay where they are: an SLX may have many open issues, and each run of it comes by here. */
    private static final String CLOSE_PASSED = """
            WITH passed AS (
                SELECT i.id, p.started_at, p.run_id
                FROM %s AS p(workspace, slx, kind, task_title, started_at, run_id, location)
                JOIN issues i USING (workspace, slx, kind, task_title)
                WHERE i.open_since IS NOT NULL AND p.started_at > i.latest_occurrence_at
                    + CASE WHEN p.location <> i.location THEN ?::interval ELSE interval '0' END
                ORDER BY i.id FOR UPDATE OF i)
            UPDATE issues i SET open_since = NULL, closed_occurrences = closed_occurrences + open_occurrences,
                open_occurrences = 0, closed_at = passed.started_at, closed_by_type = 'run', closed_by_id = passed.run_id,
                modified = ?::timestamptz
            FROM (SELECT DISTINCT ON (id) * FROM passed ORDER BY id, started_at DESC) passed WHERE i.id = passed.id
            """;

    private static final String CLOSE_ALL = """
            UPDATE issues SET open_since = NULL, closed_occurrences = closed_occurrences + open_occurrences,
                open_occurrences = 0, closed_at = ?::timestamptz, closed_by_type = 'slx-deleted', closed_by_id = ?,
                modified = ?::timestamptz
            WHERE workspace = ? AND slx = ? AND open_since IS NOT NULL
            """;

    private final Batches batches;
    private final JdbcTemplate jdbc;
    private final Clock clock;

    public Issues(Batches batches, JdbcTemplate jdbc, Clock clock) {
        this.batches = batches;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Stores what runs found when they were given their outcome. Only one reader may handle an SLX at a time; call it in a
     * transaction.
     *
     * @param deleted SLXs that are no more: what their last runs find is closed from the start
     */
    public void store(List<Finished> events, CleanPasses cleanPasses, Set<SlxRef> deleted) {
        Set<Occurrence> fresh = add(events);
        Map<UUID, Issue> raised = load(fresh);
        for (Occurrence occurrence : fresh) {
            Issue issue = raised.computeIfAbsent(occurrence.key().id(), id -> new Issue(occurrence));
            issue.raise(occurrence, cleanPasses.after(occurrence));
        }
        for (Issue issue : raised.values()) {
            SlxRef slx = issue.key().slx();
            if (deleted.contains(slx)) {
                issue.close(new Issue.Closing(clock.instant(), Issue.Closing.SLX_DELETED, slx.fullName()));
            }
        }
        batches.update(SAVE, IssueRows.issues(raised.values(), clock.instant()));
        batches.update(
                CLOSE_PASSED,
                cleanPasses.columns(),
                CleanPass.ELSEWHERE.toString(),
                clock.instant().toString());
    }

    /** Closes what is open on an SLX that was deleted. */
    public void closeAll(SlxRef slx, Instant at) {
        jdbc.update(
                CLOSE_ALL, at.toString(), slx.fullName(), clock.instant().toString(), slx.workspace(), slx.shortName());
    }

    /** A run raises an issue once, however often its tasks say so; the most severe word counts. */
    private Set<Occurrence> add(List<Finished> events) {
        Map<Found, Occurrence> found = new LinkedHashMap<>();
        for (Finished event : events) {
            event.issues().stream()
                    .map(reported -> Occurrence.of(event, reported))
                    .forEach(occurrence -> found.merge(
                            new Found(event.run().id(), occurrence.key().id()),
                            occurrence,
                            (known, next) ->
                                    next.finding().severity() < known.finding().severity() ? next : known));
        }
        Set<Occurrence> fresh = new LinkedHashSet<>();
        batches.query(
                        ADD_OCCURRENCES,
                        IssueRows.occurrences(found.values()),
                        (row, number) ->
                                new Found(row.getObject("run_id", UUID.class), row.getObject("issue_id", UUID.class)))
                .forEach(key -> Optional.ofNullable(found.get(key)).ifPresent(fresh::add));
        return fresh;
    }

    private Map<UUID, Issue> load(Set<Occurrence> fresh) {
        Columns wanted = new Columns("uuid");
        fresh.stream().map(occurrence -> occurrence.key().id()).distinct().forEach(wanted::row);
        Map<UUID, Issue> issues = new TreeMap<>();
        batches.query(LOAD_RAISED, wanted, IssueRows::read).forEach(issue -> issues.put(issue.id(), issue));
        return issues;
    }

    private record Found(UUID run, UUID issue) {}
}
