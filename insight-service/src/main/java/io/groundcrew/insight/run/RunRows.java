package io.groundcrew.insight.run;

import io.groundcrew.chassis.text.Text;
import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.run.BundleRef;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.contracts.run.RunRef;
import io.groundcrew.insight.storage.Batches;
import io.groundcrew.insight.storage.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Runs as rows. */
final class RunRows {

    private static final int MAX_REASON = 4 * 1024;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, Double>> NUMBERS = new TypeReference<>() {};
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private RunRows() {}

    static Columns columns(Collection<Run> runs) {
        Columns columns = new Columns(
                "timestamptz",
                "uuid",
                "text",
                "text",
                "text",
                "uuid",
                "text",
                "text",
                "text",
                "int4",
                "text",
                "text",
                "text",
                "text",
                "timestamptz",
                "text",
                "int4",
                "text",
                "timestamptz",
                "text",
                "text",
                "text",
                "float8",
                "text",
                "int8",
                "int8",
                "text");
        for (Run run : runs) {
            RunRef ref = run.ref();
            Run.Seen seen = run.seen();
            BundleRef bundle = seen.bundle();
            Run.Result result = run.result();
            columns.row(
                    ref.requestedAt(),
                    ref.id(),
                    ref.slx().workspace(),
                    ref.slx().shortName(),
                    ref.kind().name(),
                    run.session(),
                    seen.requester(),
                    seen.taskTitles(),
                    seen.location(),
                    seen.attempt(),
                    seen.worker(),
                    bundle == null ? null : bundle.collection(),
                    bundle == null ? null : bundle.commit(),
                    bundle == null ? null : bundle.path(),
                    seen.startedAt(),
                    result == null ? null : result.outcome().name(),
                    result == null ? null : result.attempt(),
                    result == null ? null : Text.cut(result.reason(), MAX_REASON),
                    result == null ? null : result.finishedAt(),
                    result == null ? null : result.passed(),
                    result == null ? null : result.failed(),
                    result == null ? null : result.skipped(),
                    result == null ? null : result.metric(),
                    result == null || result.subMetrics().isEmpty()
                            ? null
                            : JSON.writeValueAsString(result.subMetrics()),
                    result == null ? null : result.logLength(),
                    result == null ? null : result.reportLength(),
                    seen.overrides() == null ? null : JSON.writeValueAsString(seen.overrides()));
        }
        return columns;
    }

    static Run read(ResultSet row, int number) throws SQLException {
        RunRef ref = new RunRef(
                row.getObject("id", UUID.class),
                new SlxRef(row.getString("workspace"), row.getString("slx")),
                RobotKind.valueOf(row.getString("kind")),
                Batches.instant(row, "requested_at"),
                Batches.uuidOrNull(row, "session_id"));
        Run.Seen seen = new Run.Seen(
                row.getString("requester"),
                row.getString("task_titles"),
                overrides(row),
                row.getString("location"),
                row.getInt("attempt"),
                row.getString("worker"),
                bundle(row),
                Batches.instantOrNull(row, "started_at"));
        return new Run(ref, seen, result(row));
    }

    private static @Nullable BundleRef bundle(ResultSet row) throws SQLException {
        String collection = row.getString("collection");
        return collection == null ? null : new BundleRef(collection, row.getString("commit_id"), row.getString("path"));
    }

    private static @Nullable Map<String, String> overrides(ResultSet row) throws SQLException {
        String overrides = row.getString("overrides");
        return overrides == null ? null : JSON.readValue(overrides, TEXTS);
    }

    private static Run.@Nullable Result result(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        if (outcome == null) {
            return null;
        }
        String subMetrics = row.getString("sub_metrics");
        return new Run.Result(
                Outcome.valueOf(outcome),
                row.getInt("outcome_attempt"),
                row.getString("reason"),
                Batches.instant(row, "finished_at"),
                row.getString("passed"),
                row.getString("failed"),
                row.getString("skipped"),
                Batches.doubleOrNull(row, "metric"),
                subMetrics == null ? Map.of() : JSON.readValue(subMetrics, NUMBERS),
                row.getLong("log_length"),
                row.getLong("report_length"));
    }
}
