package io.groundcrew.insight.knowledge;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.insight.api.model.Sample;
import io.groundcrew.insight.run.Run;
import io.groundcrew.insight.run.SettledRun;
import io.groundcrew.insight.storage.Batches;
import io.groundcrew.insight.storage.Columns;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The samples of SLIs. A check that failed has none: a gap, never a made-up 0. */
public final class Samples {

    /** More points than any chart shows; the newest are kept. */
    private static final int MOST = 10_000;

    private static final int MAX_NAME = 200;
    private static final Pattern OUTSIDE_NAME = Pattern.compile("[^A-Za-z0-9_]");

    private static final String ADD = "INSERT INTO samples (requested_at, run_id, sub_name, workspace, slx, value)"
            + " SELECT * FROM %s ON CONFLICT DO NOTHING";

    private static final String RECENT = """
            SELECT requested_at, value FROM samples
            WHERE workspace = :workspace AND slx = :slx AND sub_name = :subName AND requested_at >= :since::timestamptz
            ORDER BY requested_at DESC LIMIT :most
            """;

    private final Batches batches;
    private final JdbcClient jdbc;

    public Samples(Batches batches, JdbcClient jdbc) {
        this.batches = batches;
        this.jdbc = jdbc;
    }

    /** Stores the samples of finished runs. */
    public void store(List<SettledRun> settled) {
        Columns columns = new Columns("timestamptz", "uuid", "text", "text", "text", "float8");
        for (SettledRun run : settled) {
            values(run)
                    .forEach((name, value) -> columns.row(
                            run.event().run().requestedAt(),
                            run.event().run().id(),
                            name,
                            run.event().run().slx().workspace(),
                            run.event().run().slx().shortName(),
                            value));
        }
        batches.update(ADD, columns);
    }

    /**
     * Samples from a time on, oldest first.
     *
     * @param subName a component value's name as it was pushed; empty for the SLI itself
     */
    List<Sample> recent(SlxRef slx, String subName, Instant since) {
        return jdbc.sql(RECENT)
                .param("workspace", slx.workspace())
                .param("slx", slx.shortName())
                .param("subName", sanitised(subName))
                .param("since", since.toString())
                .param("most", MOST)
                .query((row, number) -> new Sample(Batches.instant(row, "requested_at"), row.getDouble("value")))
                .list()
                .reversed();
    }

    static String sanitised(String subName) {
        String name = OUTSIDE_NAME.matcher(subName).replaceAll("_");
        return name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name;
    }

    private static Map<String, Double> values(SettledRun settled) {
        Run.Result result = settled.run().result();
        if (result == null
                || result.outcome() != Outcome.COMPLETED
                || settled.event().run().kind() != RobotKind.SLI) {
            return Map.of();
        }
        Map<String, Double> values = new TreeMap<>();
        new TreeMap<>(result.subMetrics()).forEach((name, value) -> {
            if (Double.isFinite(value) && !name.isBlank()) {
                values.putIfAbsent(sanitised(name), value);
            }
        });
        Double metric = result.metric();
        if (metric != null) {
            values.put("", metric);
        }
        return values;
    }
}
