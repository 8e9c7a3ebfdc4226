package io.groundcrew.runner.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What waits, in the order in which it will be begun. */
class QueueRows {

    private final JdbcClient jdbc;

    QueueRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A run that nobody has begun.
     *
     * @param slx short name
     * @param position 1 is begun next in its pool
     * @param dispatched whether it is in its pool's queue
     * @param waitingFor what the runner waits for; null when nothing is known
     */
    record Queued(
            UUID id,
            UUID session,
            String slx,
            List<String> taskTitles,
            String requester,
            Instant requestedAt,
            Instant startBy,
            int position,
            @Nullable String location,
            @Nullable String pool,
            boolean dispatched,
            @Nullable String waitingFor) {

        /** Sorts as the queue does. */
        String place() {
            return (dispatched ? "0" : "1")
                    + " %016d ".formatted(ChronoUnit.MICROS.between(Instant.EPOCH, requestedAt))
                    + id;
        }
    }

    List<Queued> of(String workspace) {
        return jdbc.sql("""
                        select * from (
                            select r.id, r.session, r.workspace, r.slx, r.task_titles, s.requester, r.requested_at, r.start_by,
                                r.location, r.pool, r.state, r.waiting_for,
                                row_number() over (
                                    partition by r.location, r.pool order by r.state, r.requested_at, r.id) as position
                            from run r join run_session s on s.id = r.session
                            where r.state in ('WAITING', 'DISPATCHED') and r.cancelled_at is null) queued
                        where workspace = ? order by state, requested_at, id
                        """).param(workspace).query(QueueRows::toQueued).list();
    }

    private static Queued toQueued(ResultSet row, int number) throws SQLException {
        return new Queued(
                row.getObject("id", UUID.class),
                row.getObject("session", UUID.class),
                row.getString("slx"),
                List.of((String[]) row.getArray("task_titles").getArray()),
                row.getString("requester"),
                row.getTimestamp("requested_at").toInstant(),
                row.getTimestamp("start_by").toInstant(),
                row.getInt("position"),
                row.getString("location"),
                row.getString("pool"),
                row.getString("state").equals("DISPATCHED"),
                row.getString("waiting_for"));
    }
}
