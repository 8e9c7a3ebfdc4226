package io.groundcrew.insight.knowledge;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.insight.issue.CleanPass;
import io.groundcrew.insight.issue.CleanPasses;
import io.groundcrew.insight.run.SettledRun;
import io.groundcrew.insight.storage.Batches;
import io.groundcrew.insight.storage.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Keeps the latest insight of each task and SLX. */
public final class Insights {

    private static final String LOAD =
            "SELECT i.* FROM %s AS wanted(workspace, slx, kind) JOIN insights i USING (workspace, slx, kind)";

    private static final String SAVE = """
            INSERT INTO insights (workspace, slx, kind, task_title, status, since, ran_at, updated_at, value, last_run_id,
                last_outcome, recent_statuses, clean_passes)
            SELECT * FROM %s
            ON CONFLICT (workspace, slx, kind, task_title) DO UPDATE SET
                status = excluded.status, since = excluded.since, ran_at = excluded.ran_at,
                updated_at = excluded.updated_at, value = excluded.value, last_run_id = excluded.last_run_id,
                last_outcome = excluded.last_outcome, recent_statuses = excluded.recent_statuses,
                clean_passes = excluded.clean_passes
            """;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<List<CleanPass>> PASSES = new TypeReference<>() {};

    private final Batches batches;
    private final JdbcTemplate jdbc;

    public Insights(Batches batches, JdbcTemplate jdbc) {
        this.batches = batches;
        this.jdbc = jdbc;
    }

    /**
     * Learns from finished runs. Only one reader may handle an SLX at a time; call it in a transaction.
     *
     * @param deleted SLXs that are no more; nothing is kept about them
     * @return the last clean passes of each task of the SLXs in the batch
     */
    public CleanPasses learn(List<SettledRun> settled, Set<SlxRef> deleted) {
        Map<Part, Map<String, Insight>> known = load(settled);
        Map<TaskKey, Insight> changed = new LinkedHashMap<>();
        for (SettledRun run : settled) {
            Part part = Part.of(run);
            Map<String, Insight> insights = known.computeIfAbsent(part, any -> new HashMap<>());
            new RunVerdict(run).news(List.copyOf(insights.keySet())).forEach((task, news) -> {
                TaskKey key = new TaskKey(part.slx, part.kind, task);
                Insight insight = Insight.learn(insights.get(key.task()), news);
                insights.put(key.task(), insight);
                if (!deleted.contains(part.slx)) {
                    changed.put(key, insight);
                }
            });
        }
        batches.update(SAVE, columns(changed));
        return cleanPasses(known);
    }

    /** Forgets what is known about an SLX that was deleted. */
    public void forget(SlxRef slx) {
        jdbc.update("DELETE FROM insights WHERE workspace = ? AND slx = ?", slx.workspace(), slx.shortName());
    }

    private static CleanPasses cleanPasses(Map<Part, Map<String, Insight>> known) {
        Map<CleanPasses.Task, List<CleanPass>> passes = new HashMap<>();
        known.forEach((part, insights) -> insights.forEach(
                (task, insight) -> passes.put(new CleanPasses.Task(part.slx, part.kind, task), insight.cleanPasses())));
        return new CleanPasses(passes);
    }

    private Map<Part, Map<String, Insight>> load(List<SettledRun> settled) {
        Columns wanted = new Columns("text", "text", "text");
        settled.stream()
                .map(Part::of)
                .distinct()
                .forEach(part -> wanted.row(part.slx.workspace(), part.slx.shortName(), part.kind.name()));
        Map<Part, Map<String, Insight>> known = new HashMap<>();
        batches.query(
                LOAD,
                wanted,
                (row, number) -> known.computeIfAbsent(Part.read(row), any -> new HashMap<>())
                        .put(row.getString("task_title"), read(row)));
        return known;
    }

    private static Columns columns(Map<TaskKey, Insight> insights) {
        Columns columns = new Columns(
                "text",
                "text",
                "text",
                "text",
                "text",
                "timestamptz",
                "timestamptz",
                "timestamptz",
                "float8",
                "uuid",
                "text",
                "text",
                "text");
        insights.forEach((key, insight) -> columns.row(
                key.slx().workspace(),
                key.slx().shortName(),
                key.kind().name(),
                key.task(),
                insight.status().name(),
                insight.since(),
                insight.ranAt(),
                insight.updatedAt(),
                insight.value(),
                insight.lastRun(),
                insight.lastOutcome().name(),
                insight.recent().stream().map(Status::name).collect(Collectors.joining(",")),
                JSON.writeValueAsString(insight.cleanPasses())));
        return columns;
    }

    static Insight read(ResultSet row) throws SQLException {
        return new Insight(
                Status.valueOf(row.getString("status")),
                Batches.instant(row, "since"),
                Batches.instant(row, "ran_at"),
                Batches.instant(row, "updated_at"),
                Batches.doubleOrNull(row, "value"),
                row.getObject("last_run_id", UUID.class),
                Outcome.valueOf(row.getString("last_outcome")),
                Arrays.stream(row.getString("recent_statuses").split(",", -1))
                        .map(Status::valueOf)
                        .toList(),
                JSON.readValue(row.getString("clean_passes"), PASSES));
    }

    /** The SLI or the Runbook of an SLX. */
    private record Part(SlxRef slx, RobotKind kind) {

        static Part of(SettledRun settled) {
            return new Part(settled.event().run().slx(), settled.event().run().kind());
        }

        static Part read(ResultSet row) throws SQLException {
            return new Part(
                    new SlxRef(row.getString("workspace"), row.getString("slx")),
                    RobotKind.valueOf(row.getString("kind")));
        }
    }
}
