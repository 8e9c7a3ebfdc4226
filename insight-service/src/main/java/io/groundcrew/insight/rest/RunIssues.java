package io.groundcrew.insight.rest;

import io.groundcrew.insight.api.model.RunIssue;
import io.groundcrew.insight.run.Run;
import io.groundcrew.insight.storage.Batches;
import io.groundcrew.insight.storage.Columns;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads what runs raised. */
final class RunIssues {

    /** A run may raise a hundred issues of 64 KiB each, which is fit for one run and not for a list. */
    private static final int LONGEST_IN_A_LIST = 2_000;

    private static final int LONGEST = 1_000_000;

    private static final String OF_RUNS = """
            SELECT o.run_id, o.issue_id, o.title, o.severity, i.open_since IS NULL AS closed,
                left(o.next_steps, LONGEST) || CASE WHEN length(o.next_steps) > LONGEST THEN '…' ELSE '' END AS next_steps,
                left(o.details, LONGEST) || CASE WHEN length(o.details) > LONGEST THEN '…' ELSE '' END AS details
            FROM %s AS wanted(requested_at, run_id)
            JOIN occurrences o USING (requested_at, run_id) JOIN issues i ON i.id = o.issue_id
            ORDER BY o.severity, o.observed_at, o.issue_id
            """;

    private final Batches batches;

    RunIssues(Batches batches) {
        this.batches = batches;
    }

    /** The issues by run; a run that raised none is absent. The texts are whole for one run, and cut for several. */
    Map<UUID, List<RunIssue>> of(Collection<Run> runs) {
        Columns wanted = new Columns("timestamptz", "uuid");
        runs.forEach(run -> wanted.row(run.ref().requestedAt(), run.ref().id()));
        Map<UUID, List<RunIssue>> issues = new HashMap<>();
        batches.query(
                OF_RUNS.replace("LONGEST", Integer.toString(runs.size() == 1 ? LONGEST : LONGEST_IN_A_LIST)),
                wanted,
                (row, number) -> issues.computeIfAbsent(row.getObject("run_id", UUID.class), id -> new ArrayList<>())
                        .add(new RunIssue(row.getString("title"), row.getInt("severity"), row.getBoolean("closed"))
                                .id(row.getObject("issue_id", UUID.class))
                                .nextSteps(row.getString("next_steps"))
                                .details(row.getString("details"))));
        return issues;
    }
}
