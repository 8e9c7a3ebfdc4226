package io.groundcrew.insight.issue;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.insight.issue.Occurrence.Finding;
import io.groundcrew.insight.storage.Batches;
import io.groundcrew.insight.storage.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Issues and occurrences as rows. */
final class IssueRows {

    private IssueRows() {}

    static Columns issues(Collection<Issue> issues, Instant now) {
        Columns columns = new Columns(
                "uuid",
                "text",
                "text",
                "text",
                "text",
                "text",
                "int4",
                "text",
                "int2",
                "text",
                "text",
                "text",
                "text",
                "text",
                "text",
                "timestamptz",
                "timestamptz",
                "int8",
                "int8",
                "timestamptz",
                "text",
                "text",
                "timestamptz",
                "timestamptz",
                "text");
        for (Issue issue : issues) {
            IssueKey key = issue.key();
            Finding finding = issue.finding();
            Issue.Closing closing = issue.closing();
            columns.row(
                    issue.id(),
                    key.slx().workspace(),
                    key.slx().shortName(),
                    key.kind().name(),
                    key.task(),
                    key.normalisedTitle(),
                    TitleRule.VERSION,
                    finding.title(),
                    (short) finding.severity(),
                    finding.expected(),
                    finding.actual(),
                    finding.reproduceHint(),
                    finding.nextSteps(),
                    finding.details(),
                    finding.summary(),
                    issue.openSince(),
                    issue.latestOccurrenceAt(),
                    issue.openOccurrences(),
                    issue.closedOccurrences(),
                    closing == null ? null : closing.at(),
                    closing == null ? null : closing.type(),
                    closing == null ? null : closing.by(),
                    now,
                    now,
                    issue.location());
        }
        return columns;
    }

    static Columns occurrences(Collection<Occurrence> occurrences) {
        Columns columns = new Columns(
                "timestamptz",
                "uuid",
                "uuid",
                "timestamptz",
                "uuid",
                "text",
                "int2",
                "text",
                "text",
                "text",
                "text",
                "text",
                "text");
        for (Occurrence occurrence : occurrences) {
            Finding finding = occurrence.finding();
            columns.row(
                    occurrence.run().requestedAt(),
                    occurrence.run().id(),
                    occurrence.key().id(),
                    occurrence.observedAt(),
                    occurrence.run().session(),
                    finding.title(),
                    (short) finding.severity(),
                    finding.expected(),
                    finding.actual(),
                    finding.reproduceHint(),
                    finding.nextSteps(),
                    finding.details(),
                    finding.summary());
        }
        return columns;
    }

    static Issue read(ResultSet row, int number) throws SQLException {
        return new Issue(
                key(row),
                new Finding(
                        row.getString("title"),
                        row.getInt("severity"),
                        row.getString("expected"),
                        row.getString("actual"),
                        row.getString("reproduce_hint"),
                        row.getString("next_steps"),
                        row.getString("details"),
                        row.getString("summary")),
                Batches.instant(row, "latest_occurrence_at"),
                row.getString("location"),
                Batches.instantOrNull(row, "open_since"),
                row.getLong("open_occurrences"),
                row.getLong("closed_occurrences"),
                closing(row));
    }

    static IssueKey key(ResultSet row) throws SQLException {
        return new IssueKey(
                new SlxRef(row.getString("workspace"), row.getString("slx")),
                RobotKind.valueOf(row.getString("kind")),
                row.getString("task_title"),
                row.getString("normalised_title"));
    }

    private static Issue.@Nullable Closing closing(ResultSet row) throws SQLException {
        Instant at = Batches.instantOrNull(row, "closed_at");
        return at == null
                ? null
                : new Issue.Closing(at, row.getString("closed_by_type"), row.getString("closed_by_id"));
    }
}
