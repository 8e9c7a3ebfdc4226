package io.groundcrew.insight.issue;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.insight.api.model.Issue.ClosedByTypeEnum;
import io.groundcrew.insight.api.model.Occurrence;
import io.groundcrew.insight.storage.Batches;
import io.groundcrew.insight.web.PageRequest;
import io.groundcrew.insight.web.PageRequest.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads issues and occurrences in the API's shapes. Every query names the workspace: an id alone gives no right. */
final class IssueReads {

    private static final String LIST = """
            SELECT * FROM issues WHERE workspace = :workspace
              AND (:slx::text IS NULL OR slx = :slx)
              AND (:severity::int IS NULL OR severity = :severity)
              AND (:closed::boolean IS NULL OR (open_since IS NULL) = :closed)
              AND (:at::timestamptz IS NULL OR (latest_occurrence_at, id) < (:at::timestamptz, :id::uuid))
            ORDER BY latest_occurrence_at DESC, id DESC LIMIT :rows
            """;

    private static final String OCCURRENCES = """
            SELECT o.* FROM occurrences o JOIN issues i ON i.id = o.issue_id
            WHERE i.workspace = :workspace AND o.issue_id = :issue
              AND (:at::timestamptz IS NULL OR (o.observed_at, o.run_id) < (:at::timestamptz, :id::uuid))
            ORDER BY o.observed_at DESC, o.run_id DESC LIMIT :rows
            """;

    private final JdbcClient jdbc;

    IssueReads(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<io.groundcrew.insight.api.model.Issue> find(String workspace, UUID id) {
        return jdbc.sql("SELECT * FROM issues WHERE workspace = :workspace AND id = :id")
                .param("workspace", workspace)
                .param("id", id)
                .query(IssueReads::issue)
                .optional();
    }

    Page<io.groundcrew.insight.api.model.Issue> list(
            String workspace,
            @Nullable SlxRef slx,
            @Nullable Integer severity,
            @Nullable Boolean closed,
            PageRequest page) {
        List<io.groundcrew.insight.api.model.Issue> rows = jdbc.sql(LIST)
                .param("workspace", workspace)
                .param("slx", slx == null ? null : slx.shortName())
                .param("severity", severity)
                .param("closed", closed)
                .param("at", page.after(0))
                .param("id", page.after(1))
                .param("rows", page.rows())
                .query(IssueReads::issue)
                .list();
        return page.page(
                rows,
                issue -> List.of(
                        issue.getLatestOccurrenceAt().toString(), issue.getId().toString()));
    }

    Page<Occurrence> occurrences(String workspace, UUID issue, PageRequest page) {
        List<Occurrence> rows = jdbc.sql(OCCURRENCES)
                .param("workspace", workspace)
                .param("issue", issue)
                .param("at", page.after(0))
                .param("id", page.after(1))
                .param("rows", page.rows())
                .query(IssueReads::occurrence)
                .list();
        return page.page(
                rows,
                occurrence ->
                        List.of(occurrence.getObservedAt().toString(), String.valueOf(occurrence.getRunRequestId())));
    }

    private static io.groundcrew.insight.api.model.Issue issue(ResultSet row, int number) throws SQLException {
        Issue issue = IssueRows.read(row, number);
        IssueKey key = issue.key();
        io.groundcrew.insight.issue.Occurrence.Finding finding = issue.finding();
        Issue.Closing closing = issue.closing();
        return new io.groundcrew.insight.api.model.Issue(
                        row.getObject("id", UUID.class),
                        key.slx().workspace(),
                        key.slx().fullName(),
                        key.slx().shortName(),
                        finding.title(),
                        key.text(),
                        finding.severity(),
                        issue.openSince() == null,
                        issue.latestOccurrenceAt(),
                        Math.toIntExact(issue.openOccurrences()),
                        Math.toIntExact(issue.closedOccurrences()),
                        Math.toIntExact(issue.openOccurrences() + issue.closedOccurrences()),
                        Batches.instant(row, "created"),
                        Batches.instant(row, "modified"))
                .taskTitle(key.task().isEmpty() ? null : key.task())
                .summary(finding.summary())
                .nextSteps(finding.nextSteps())
                .details(finding.details())
                .expected(finding.expected())
                .actual(finding.actual())
                .reproduceHint(finding.reproduceHint())
                .openSince(issue.openSince())
                .closedAt(closing == null ? null : closing.at())
                .closedByType(closing == null ? null : ClosedByTypeEnum.fromValue(closing.type()))
                .closedById(closing == null ? null : closing.by());
    }

    private static Occurrence occurrence(ResultSet row, int number) throws SQLException {
        UUID run = row.getObject("run_id", UUID.class);
        UUID session = Batches.uuidOrNull(row, "session_id");
        UUID issue = row.getObject("issue_id", UUID.class);
        return new Occurrence(run + ":" + issue, issue, Batches.instant(row, "observed_at"))
                .severity(row.getInt("severity"))
                .details(row.getString("details"))
                .nextSteps(row.getString("next_steps"))
                .expected(row.getString("expected"))
                .actual(row.getString("actual"))
                .reproduceHint(row.getString("reproduce_hint"))
                .runRequestId(run)
                .runsessionIds(session == null ? List.of() : List.of(session));
    }
}
