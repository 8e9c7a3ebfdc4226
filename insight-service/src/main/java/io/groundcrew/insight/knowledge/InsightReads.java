package io.groundcrew.insight.knowledge;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.insight.api.model.Insight;
import io.groundcrew.insight.web.PageRequest;
import io.groundcrew.insight.web.PageRequest.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads insights in the API's shape, with how many issues are open. */
final class InsightReads {

    /** Values that name a place in the list: SLX, kind and title. */
    static final int PLACE = 3;

    /** Open issues are few, so they are counted when they are asked for. The whole counts all of its part's. */
    private static final String LIST = """
            SELECT n.*, (SELECT count(*) FROM issues i WHERE i.workspace = n.workspace AND i.slx = n.slx AND i.kind = n.kind
                AND (n.task_title = '' OR i.task_title = n.task_title) AND i.open_since IS NOT NULL) AS open_issues
            FROM insights n WHERE n.workspace = :workspace AND (:slx::text IS NULL OR n.slx = :slx)
              AND (:afterSlx::text IS NULL
                OR (n.slx, n.kind, n.task_title) > (:afterSlx::text, :afterKind::text, :afterTask::text))
            ORDER BY n.slx, n.kind, n.task_title LIMIT :rows
            """;

    private final JdbcClient jdbc;

    InsightReads(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Page<Insight> list(String workspace, @Nullable SlxRef slx, PageRequest page) {
        List<Insight> rows = jdbc.sql(LIST)
                .param("workspace", workspace)
                .param("slx", slx == null ? null : slx.shortName())
                .param("afterSlx", page.after(0))
                .param("afterKind", page.after(1))
                .param("afterTask", page.after(2))
                .param("rows", page.rows())
                .query(InsightReads::insight)
                .list();
        return page.page(
                rows,
                insight -> List.of(
                        insight.getSlxShortName(),
                        insight.getKind() == Insight.KindEnum.SLI ? RobotKind.SLI.name() : RobotKind.RUNBOOK.name(),
                        insight.getTaskTitle() == null ? TaskKey.WHOLE : insight.getTaskTitle()));
    }

    private static Insight insight(ResultSet row, int number) throws SQLException {
        SlxRef slx = new SlxRef(row.getString("workspace"), row.getString("slx"));
        io.groundcrew.insight.knowledge.Insight known = Insights.read(row);
        String task = row.getString("task_title");
        return new Insight(
                        slx.fullName(),
                        slx.shortName(),
                        RobotKind.valueOf(row.getString("kind")) == RobotKind.SLI
                                ? Insight.KindEnum.SLI
                                : Insight.KindEnum.RUNBOOK,
                        Insight.StatusEnum.fromValue(known.status().apiName()),
                        known.since(),
                        known.updatedAt())
                .taskTitle(task.isEmpty() ? null : task)
                .value(known.value())
                .lastRunId(known.lastRun())
                .lastOutcome(known.lastOutcome().title())
                .openIssueCount(row.getInt("open_issues"))
                .recentStatuses(known.recent().stream().map(Status::apiName).toList());
    }
}
