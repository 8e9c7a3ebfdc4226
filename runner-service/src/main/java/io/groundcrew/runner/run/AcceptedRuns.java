package io.groundcrew.runner.run;

import io.groundcrew.chassis.identity.Role;
import io.groundcrew.contracts.SlxRef;
import io.groundcrew.runner.plan.Plan;
import io.groundcrew.runner.resource.ScheduleSpec.Overlap;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Sessions and their runs in PostgreSQL. */
class AcceptedRuns {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String COLUMNS =
            "id, session, workspace, slx, requested_at, task_titles, overrides::text as overrides, commit_id, start_by, role, attempt, failures, announced, waiting_for, overlap";

    /** So long an end that was published has to come back; then it is said again, or the run goes on. */
    static final Duration SETTLING = Duration.ofSeconds(30);

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    AcceptedRuns(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    Optional<Session> session(String workspace, UUID id) {
        return jdbc.sql("select * from run_session where workspace = ? and id = ?")
                .params(workspace, id)
                .query(AcceptedRuns::toSession)
                .optional();
    }

    /**
     * The session that a call with a key has opened.
     *
     * @param request what is asked for now; null where that may differ
     */
    Optional<Called> calledToOpen(String workspace, String idempotencyKey, byte @Nullable [] request) {
        return jdbc.sql("""
                        select *, coalesce(request <> ?, false) as other from run_session
                        where workspace = ? and idempotency_key = ?
                        """)
                .params(Arrays.asList(request, workspace, idempotencyKey))
                .query((row, number) -> new Called(toSession(row, number), row.getBoolean("other")))
                .optional();
    }

    /** The session that a call with a key has appended to. */
    Optional<Called> calledToAppend(UUID session, String idempotencyKey, byte[] request) {
        return jdbc.sql("""
                        select s.*, a.request <> ? as other from run_append a join run_session s on s.id = a.session
                        where a.session = ? and a.idempotency_key = ?
                        """)
                .params(request, session, idempotencyKey)
                .query((row, number) -> new Called(toSession(row, number), row.getBoolean("other")))
                .optional();
    }

    /** @param other whether the call asked for something else, or was somebody else's */
    record Called(Session session, boolean other) {}

    /** How a run ended or is about to, as the end of a sentence; empty for a run that is not known. */
    Optional<String> endOf(String workspace, UUID run) {
        return jdbc.sql("select outcome from run where workspace = ? and id = ?")
                .params(workspace, run)
                .query((row, number) -> {
                    String outcome = row.getString("outcome");
                    return outcome == null ? "it is being cancelled already." : "it has ended as " + outcome + ".";
                })
                .optional();
    }

    List<AcceptedRun> ofSession(UUID session) {
        return jdbc.sql("select " + COLUMNS + " from run where session = ? order by id")
                .param(session)
                .query(AcceptedRuns::toRun)
                .list();
    }

    /** A place in the order of the runs, the eldest first: behind the one that is named. */
    record Place(Instant requestedAt, UUID id) {

        static final Place FIRST = new Place(Instant.EPOCH, new UUID(0, 0));

        static Place behind(AcceptedRun run) {
            return new Place(run.requestedAt(), run.id());
        }
    }

    /** Runs that wait for something but the time, the eldest first, from a place on. */
    List<AcceptedRun> waiting(Instant now, Place from, int limit) {
        return jdbc.sql("select " + COLUMNS + """
                         from run where state = 'WAITING' and cancelled_at is null and (requested_at, id) > (?, ?)
                            and (not_before is null or not_before <= ?) and (settled_at is null or settled_at < ?)
                        order by requested_at, id limit ? for update skip locked
                        """)
                .params(
                        Timestamp.from(from.requestedAt()),
                        from.id(),
                        Timestamp.from(now),
                        Timestamp.from(now.minus(SETTLING)),
                        limit)
                .query(AcceptedRuns::toRun)
                .list();
    }

    /** Runs whose request Kafka may not have, from a place on. */
    List<AcceptedRun> unconfirmed(Instant dispatchedBefore, Place from, int limit) {
        return jdbc.sql("select " + COLUMNS + """
                         from run where state = 'DISPATCHED' and not confirmed and cancelled_at is null and dispatched_at < ?
                            and (requested_at, id) > (?, ?)
                        order by requested_at, id limit ? for update skip locked
                        """)
                .params(Timestamp.from(dispatchedBefore), Timestamp.from(from.requestedAt()), from.id(), limit)
                .query(AcceptedRuns::toRun)
                .list();
    }

    /** Dispatched runs that no worker has started by their start-by time. */
    List<AcceptedRun> expired(Instant now, int limit) {
        return jdbc.sql("select " + COLUMNS + """
                         from run where state in ('WAITING', 'DISPATCHED') and cancelled_at is null and start_by < ?
                        order by requested_at limit ? for update skip locked
                        """)
                .params(Timestamp.from(now), limit)
                .query(AcceptedRuns::toRun)
                .list();
    }

    /** Started runs with what is known about who runs them, from a place on. */
    List<StartedRun> started(Place from, int limit) {
        return jdbc.sql("select " + COLUMNS + """
                        , worker, begun_at, deadline, repeatable from run where state = 'STARTED' and cancelled_at is null
                            and (requested_at, id) > (?, ?)
                        order by requested_at, id limit ? for update skip locked
                        """)
                .params(Timestamp.from(from.requestedAt()), from.id(), limit)
                .query((row, number) -> new StartedRun(
                        toRun(row, number),
                        row.getString("worker"),
                        row.getTimestamp("begun_at").toInstant(),
                        row.getTimestamp("deadline").toInstant(),
                        row.getBoolean("repeatable")))
                .list();
    }

    /** When the oldest run without an outcome was accepted; empty when there is none. */
    Optional<Instant> oldestOpen() {
        return Optional.ofNullable(jdbc.sql("select min(requested_at) from run where state <> 'DONE'")
                        .query(Timestamp.class)
                        .optional()
                        .orElse(null))
                .map(Timestamp::toInstant);
    }

    void waits(UUID id, String reason, String location, String pool) {
        jdbc.sql("""
                        update run set waiting_for = ?, location = ?, pool = ?
                        where id = ? and state = 'WAITING'
                        """).params(reason, location, pool, id).update();
    }

    /**
     * Marks a run as dispatched; false when it is past that. Only then may its request be published. A run that has been
     * dispatched stays what it was: were it repeatable in a second request and not in the first, both could be executed.
     */
    boolean dispatch(UUID id, int attempt, Plan.Ready plan, Instant now) {
        return jdbc.sql("""
                        update run set state = 'DISPATCHED', waiting_for = null, attempt = ?, repeatable = ?, confirmed = false,
                            location = ?, pool = ?, back_off = ?, dispatched_at = ?, begun_at = null
                        where id = ? and cancelled_at is null and (settled_at is null or settled_at < ?)
                            and (state = 'WAITING' or (state in ('DISPATCHED', 'STARTED') and repeatable and ?)
                                or (state = 'DISPATCHED' and not repeatable and not ?))
                        """)
                        .params(
                                attempt,
                                plan.repeatable(),
                                plan.location(),
                                plan.pool(),
                                plan.repeatBackOffSeconds(),
                                Timestamp.from(now),
                                id,
                                Timestamp.from(now.minus(SETTLING)),
                                plan.repeatable(),
                                plan.repeatable())
                        .update()
                == 1;
    }

    /** Marks a run whose end is about to be published; false when that was done a short while ago, or it has ended. */
    boolean settle(UUID id, Instant now) {
        return jdbc.sql("""
                        update run set settled_at = ?
                        where id = ? and state <> 'DONE' and (settled_at is null or settled_at < ?)
                        """)
                        .params(Timestamp.from(now), id, Timestamp.from(now.minus(SETTLING)))
                        .update()
                == 1;
    }

    /** Kafka has the news that this run was accepted. */
    void announced(UUID id) {
        jdbc.sql("update run set announced = true where id = ?").param(id).update();
    }

    /** Kafka has the requests of these runs. */
    void confirm(Collection<UUID> ids) {
        batches.batchUpdate(
                "update run set confirmed = true, announced = true where id = ? and not confirmed",
                ids.stream().sorted().toList(),
                500,
                (statement, id) -> statement.setObject(1, id));
    }

    /** Removes sessions whose runs all ended before an instant; insight keeps what came of them. */
    int forget(Instant endedBefore) {
        jdbc.sql("""
                        delete from run where session in (
                            select session from run group by session
                            having bool_and(state = 'DONE') and max(finished_at) < ?)
                        """).param(Timestamp.from(endedBefore)).update();
        return jdbc.sql("""
                        delete from run_session s where created < ?
                        and not exists (select 1 from run r where r.session = s.id)
                        """).param(Timestamp.from(endedBefore)).update();
    }

    private static AcceptedRun toRun(ResultSet row, int number) throws SQLException {
        return new AcceptedRun(
                row.getObject("id", UUID.class),
                row.getObject("session", UUID.class),
                new SlxRef(row.getString("workspace"), row.getString("slx")),
                row.getTimestamp("requested_at").toInstant(),
                List.of((String[]) row.getArray("task_titles").getArray()),
                JSON.readValue(row.getString("overrides"), new TypeReference<Map<String, String>>() {}),
                row.getString("commit_id"),
                row.getTimestamp("start_by").toInstant(),
                Role.of(row.getString("role")),
                row.getInt("attempt"),
                row.getInt("failures"),
                row.getBoolean("announced"),
                row.getString("waiting_for"),
                row.getString("overlap") == null ? null : Overlap.valueOf(row.getString("overlap")));
    }

    private static Session toSession(ResultSet row, int number) throws SQLException {
        return new Session(
                row.getObject("id", UUID.class),
                row.getString("workspace"),
                row.getString("name"),
                row.getString("notes"),
                row.getString("source"),
                row.getString("requester"),
                row.getTimestamp("created").toInstant(),
                row.getTimestamp("start_by").toInstant(),
                row.getString("idempotency_key"));
    }

    /** A run that a worker has begun. */
    record StartedRun(AcceptedRun run, String worker, Instant begunAt, Instant deadline, boolean repeatable) {}
}
