package io.groundcrew.runner.run;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.contracts.run.RunRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The cancellations in the runs' rows. */
class CancelledRows {

    private static final String COLUMNS =
            "id, workspace, slx, requested_at, session, attempt, begun_at, start_by, cancelled_at, cancel_reason";

    private final JdbcClient jdbc;

    CancelledRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Marks all that are meant and not marked yet; locks them in the order in which all lock who change many at once. */
    List<CancelledRun> mark(String workspace, QueueSelector selector, String reason, Instant now) {
        JdbcClient.StatementSpec statement = jdbc.sql("""
                        with meant as materialized (
                            select id as meant_id from run
                            where workspace = :workspace and state <> 'DONE' and cancelled_at is null and
                        """ + condition(selector) + """
                             order by id for update)
                        update run set cancelled_at = :now, cancel_reason = :reason
                        from meant where id = meant_id returning
                        """ + COLUMNS)
                .param("now", Timestamp.from(now))
                .param("reason", reason)
                .param("workspace", workspace);
        return with(statement, selector).query(CancelledRows::toRun).list();
    }

    /** Marked before an instant, still without an outcome, and not given here for a while. */
    List<CancelledRun> openAgain(Instant markedBefore, Instant now, int limit) {
        return jdbc.sql("""
                        with open as materialized (
                            select id as open_id from run
                            where state <> 'DONE' and cancelled_at < ? and (settled_at is null or settled_at < ?)
                            order by cancelled_at limit ? for update skip locked)
                        update run set settled_at = ? from open where id = open_id returning
                        """ + COLUMNS)
                .params(
                        Timestamp.from(markedBefore),
                        Timestamp.from(now.minus(AcceptedRuns.SETTLING)),
                        limit,
                        Timestamp.from(now))
                .query(CancelledRows::toRun)
                .list();
    }

    private static String condition(QueueSelector selector) {
        return switch (selector) {
            case QueueSelector.OneRun one -> "id = :run";
            case QueueSelector.OneSession one -> "session = :session";
            case QueueSelector.EarlierOfSchedule earlier ->
                "slx = :slx and overlap is not null and (requested_at, id) < (:before, :run)";
            case QueueSelector.Queued queued ->
                "state in ('WAITING', 'DISPATCHED')"
                        + (queued.slxs() == null ? "" : " and slx = any(:slxs)")
                        + (queued.taskTitle() == null ? "" : " and :task = any(task_titles)")
                        + (queued.pool() == null ? "" : " and pool = :pool")
                        + (queued.location() == null ? "" : " and location = :location");
        };
    }

    private static JdbcClient.StatementSpec with(JdbcClient.StatementSpec statement, QueueSelector selector) {
        return switch (selector) {
            case QueueSelector.OneRun one -> statement.param("run", one.run());
            case QueueSelector.OneSession one -> statement.param("session", one.session());
            case QueueSelector.EarlierOfSchedule(AcceptedRun run) ->
                statement
                        .param("slx", run.slx().shortName())
                        .param("before", Timestamp.from(run.requestedAt()))
                        .param("run", run.id());
            case QueueSelector.Queued queued ->
                statement
                        .param(
                                "slxs",
                                queued.slxs() == null ? null : queued.slxs().toArray(String[]::new))
                        .param("task", queued.taskTitle())
                        .param("pool", queued.pool())
                        .param("location", queued.location());
        };
    }

    private static CancelledRun toRun(ResultSet row, int number) throws SQLException {
        return new CancelledRun(
                new RunRef(
                        row.getObject("id", UUID.class),
                        new SlxRef(row.getString("workspace"), row.getString("slx")),
                        RobotKind.RUNBOOK,
                        row.getTimestamp("requested_at").toInstant(),
                        row.getObject("session", UUID.class)),
                row.getInt("attempt"),
                row.getTimestamp("begun_at") != null,
                row.getTimestamp("start_by").toInstant(),
                row.getTimestamp("cancelled_at").toInstant(),
                row.getString("cancel_reason"));
    }
}
