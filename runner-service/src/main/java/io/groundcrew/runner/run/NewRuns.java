package io.groundcrew.runner.run;

import io.groundcrew.runner.plan.Plan;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Stores what is accepted. A caller waits for this, so it is one statement: one way to the database and back. */
class NewRuns {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String COLUMNS =
            "id, session, workspace, slx, requested_at, task_titles, overrides, commit_id, start_by, role, overlap, attempt, state, repeatable, location, pool, back_off, dispatched_at";

    private static final String INSERT = "insert into run (" + COLUMNS + ") select " + COLUMNS
            + " from jsonb_populate_recordset(null::run, ?::jsonb)\n";

    private final JdbcClient jdbc;

    NewRuns(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Stores a session with its runs: to be dispatched by the caller as soon as this returns, or waiting.
     *
     * @param request a digest of what was asked for and by whom; null where it may differ when it is asked for again
     * @return false when its idempotency key was used before in this workspace; then nothing is stored
     */
    boolean insert(Session session, List<Dispatcher.Planned> planned, byte @Nullable [] request) {
        return jdbc.sql("""
                        with opened as (
                            insert into run_session
                                (id, workspace, name, notes, source, requester, created, start_by, idempotency_key, request)
                            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                            on conflict (workspace, idempotency_key) do nothing
                            returning id
                        ), accepted as (
                        """ + INSERT + """
                            where exists (select from opened)
                        )
                        select exists (select from opened)
                        """)
                .params(Arrays.asList(
                        session.id(),
                        session.workspace(),
                        session.name(),
                        session.notes(),
                        session.source(),
                        session.requester(),
                        Timestamp.from(session.created()),
                        Timestamp.from(session.startBy()),
                        session.idempotencyKey(),
                        request,
                        rows(planned)))
                .query(Boolean.class)
                .single();
    }

    /**
     * Stores further runs of a session.
     *
     * @return false when its idempotency key was used before to append to it; then nothing is stored
     */
    boolean append(UUID session, List<Dispatcher.Planned> planned, @Nullable String idempotencyKey, byte[] request) {
        if (idempotencyKey == null) {
            jdbc.sql(INSERT).param(rows(planned)).update();
            return true;
        }
        return jdbc.sql("""
                        with called as (
                            insert into run_append (session, idempotency_key, request) values (?, ?, ?)
                            on conflict do nothing
                            returning session
                        ), accepted as (
                        """ + INSERT + """
                            where exists (select from called)
                        )
                        select exists (select from called)
                        """)
                .params(session, idempotencyKey, request, rows(planned))
                .query(Boolean.class)
                .single();
    }

    /** Runs as a JSON array of rows. */
    private static String rows(List<Dispatcher.Planned> planned) {
        ArrayNode rows = JSON.createArrayNode();
        planned.forEach(one -> rows.add(row(one)));
        return JSON.writeValueAsString(rows);
    }

    private static ObjectNode row(Dispatcher.Planned one) {
        AcceptedRun run = one.run();
        ObjectNode row = JSON.createObjectNode()
                .put("id", run.id().toString())
                .put("session", run.session().toString())
                .put("workspace", run.slx().workspace())
                .put("slx", run.slx().shortName())
                .put("requested_at", run.requestedAt().toString())
                .put("commit_id", run.commit())
                .put("start_by", run.startBy().toString())
                .put("role", run.role().apiName())
                .put("overlap", run.overlap() == null ? null : run.overlap().name())
                .put("attempt", run.attempt())
                .put("state", "WAITING")
                .put("repeatable", false)
                .put("back_off", 0);
        row.set("task_titles", JSON.valueToTree(run.taskTitles()));
        row.set("overrides", JSON.valueToTree(run.overrides()));
        if (one.goesAtOnce() && one.plan() instanceof Plan.Ready ready) {
            row.put("state", "DISPATCHED")
                    .put("repeatable", ready.repeatable())
                    .put("location", ready.location())
                    .put("pool", ready.pool())
                    .put("back_off", ready.repeatBackOffSeconds())
                    .put("dispatched_at", run.requestedAt().toString());
        }
        return row;
    }
}
