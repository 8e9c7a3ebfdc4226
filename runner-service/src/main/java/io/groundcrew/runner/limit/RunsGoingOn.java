package io.groundcrew.runner.limit;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.runner.plan.Plan;
import io.groundcrew.runner.plan.RunPlans;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The runs that were sent to workers and have not ended. */
class RunsGoingOn {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JdbcClient jdbc;
    private final RunPlans plans;
    private final Limit.Tags tags;

    RunsGoingOn(JdbcClient jdbc, RunPlans plans, Limit.Tags tags) {
        this.jdbc = jdbc;
        this.plans = plans;
        this.tags = tags;
    }

    /** Those for which a limit holds; also each of which it is not known which tasks it selected. */
    List<UUID> under(Limit limit) {
        return jdbc.sql("""
                        select id, workspace, slx, task_titles, overrides::text as overrides, commit_id, pool from run
                        where workspace = ? and state in ('DISPATCHED', 'STARTED') order by requested_at, id
                        """).param(limit.workspace()).query(RunsGoingOn::toRun).list().stream()
                .filter(run -> limit.holdsFor(run.slx(), tags, titles(limit, run), run.pool()))
                .map(GoingOn::id)
                .toList();
    }

    private Set<String> titles(Limit limit, GoingOn run) {
        if (limit.taskTitle() == null || !run.titles().isEmpty()) {
            return run.titles();
        }
        return plans.plan(run.slx(), RobotKind.RUNBOOK, List.of(), run.overrides(), run.commit())
                        instanceof Plan.Ready ready
                ? Set.copyOf(ready.selected())
                : Set.of(limit.taskTitle());
    }

    private static GoingOn toRun(ResultSet row, int number) throws SQLException {
        return new GoingOn(
                row.getObject("id", UUID.class),
                new SlxRef(row.getString("workspace"), row.getString("slx")),
                Set.copyOf(List.of((String[]) row.getArray("task_titles").getArray())),
                JSON.readValue(row.getString("overrides"), new TypeReference<Map<String, String>>() {}),
                row.getString("commit_id"),
                row.getString("pool"));
    }

    /** @param titles the unresolved titles that were asked for; none for all */
    private record GoingOn(
            UUID id,
            SlxRef slx,
            Set<String> titles,
            Map<String, String> overrides,
            @Nullable String commit,
            String pool) {}
}
