package io.groundcrew.insight.run;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.insight.storage.Batches;
import io.groundcrew.insight.web.PageRequest;
import io.groundcrew.insight.web.PageRequest.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads runs and sessions. Every query names the workspace: an id alone gives no right. */
public final class RunReads {

    private static final String OF_SLX = """
            SELECT * FROM runs WHERE workspace = :workspace AND slx = :slx AND kind = :kind
              AND (:at::timestamptz IS NULL OR (requested_at, id) < (:at::timestamptz, :id::uuid))
            ORDER BY requested_at DESC, id DESC LIMIT :rows
            """;

    private static final String LAST_GOOD = """
            SELECT * FROM runs WHERE workspace = :workspace AND slx = :slx AND kind = :kind
              AND (requested_at, id) < (:at::timestamptz, :id) AND outcome = 'COMPLETED' AND failed = ''
              AND task_titles IS NOT DISTINCT FROM :titles::text
            ORDER BY requested_at DESC, id DESC LIMIT 1
            """;

    private static final String SESSIONS = """
            SELECT * FROM run_sessions WHERE workspace = :workspace
              AND (:at::timestamptz IS NULL OR (created, id) < (:at::timestamptz, :id::uuid))
            ORDER BY created DESC, id DESC LIMIT :rows
            """;

    private static final String OF_SESSIONS =
            "SELECT * FROM runs WHERE workspace = :workspace AND session_id = ANY (:sessions) ORDER BY requested_at, id";

    private final JdbcClient jdbc;

    public RunReads(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A run of the workspace; empty when there is none, or in another workspace only. */
    public Optional<Run> find(String workspace, UUID id) {
        return jdbc.sql("SELECT * FROM runs WHERE id = :id AND workspace = :workspace LIMIT 1")
                .param("id", id)
                .param("workspace", workspace)
                .query(RunRows::read)
                .optional();
    }

    /** The attempts of a run beside the one that is shown as the run itself, the first one first. */
    public List<Attempt> otherAttempts(Run run) {
        return jdbc.sql("""
                        SELECT * FROM other_attempts WHERE requested_at = :at AND run_id = :id
                        ORDER BY attempt, started_at NULLS LAST LIMIT 100
                        """)
                .param("at", Timestamp.from(run.ref().requestedAt()))
                .param("id", run.ref().id())
                .query((row, number) -> new Attempt(
                        row.getInt("attempt"),
                        row.getString("worker"),
                        Batches.instantOrNull(row, "started_at"),
                        Batches.instantOrNull(row, "finished_at"),
                        row.getString("outcome") == null ? null : Outcome.valueOf(row.getString("outcome")),
                        row.getString("reason")))
                .list();
    }

    /** Runs of an SLX's SLI or Runbook, newest first. */
    public Page<Run> ofSlx(SlxRef slx, RobotKind kind, PageRequest page) {
        List<Run> rows = jdbc.sql(OF_SLX)
                .param("workspace", slx.workspace())
                .param("slx", slx.shortName())
                .param("kind", kind.name())
                .param("at", page.after(0))
                .param("id", page.after(1))
                .param("rows", page.rows())
                .query(RunRows::read)
                .list();
        return page.page(
                rows,
                run -> List.of(
                        run.ref().requestedAt().toString(), run.ref().id().toString()));
    }

    /** The last run before this one that completed the same tasks of the same SLX's SLI or Runbook without a failed one. */
    public Optional<Run> lastGoodBefore(Run run) {
        return jdbc.sql(LAST_GOOD)
                .param("workspace", run.ref().slx().workspace())
                .param("slx", run.ref().slx().shortName())
                .param("kind", run.ref().kind().name())
                .param("at", run.ref().requestedAt().toString())
                .param("id", run.ref().id())
                .param("titles", run.taskTitles())
                .query(RunRows::read)
                .optional();
    }

    /** A session of the workspace. */
    public Optional<Session> findSession(String workspace, UUID id) {
        return jdbc.sql("SELECT * FROM run_sessions WHERE workspace = :workspace AND id = :id")
                .param("workspace", workspace)
                .param("id", id)
                .query((row, number) -> session(row))
                .optional();
    }

    /** Sessions of the workspace, newest first. */
    public Page<Session> sessions(String workspace, PageRequest page) {
        List<Session> rows = jdbc.sql(SESSIONS)
                .param("workspace", workspace)
                .param("at", page.after(0))
                .param("id", page.after(1))
                .param("rows", page.rows())
                .query((row, number) -> session(row))
                .list();
        return page.page(
                rows,
                session -> List.of(session.created().toString(), session.id().toString()));
    }

    /** The runs of sessions, oldest first. */
    public List<Run> ofSessions(String workspace, Collection<UUID> sessions) {
        if (sessions.isEmpty()) {
            return List.of();
        }
        return jdbc.sql(OF_SESSIONS)
                .param("workspace", workspace)
                .param("sessions", sessions.toArray(UUID[]::new))
                .query(RunRows::read)
                .list();
    }

    private static Session session(ResultSet row) throws SQLException {
        return new Session(
                row.getObject("id", UUID.class),
                Batches.instant(row, "created"),
                row.getString("name"),
                row.getString("source"),
                row.getString("requester"),
                row.getString("notes"));
    }

    /**
     * One execution of a run.
     *
     * @param outcome null for one whose worker told no end
     */
    public record Attempt(
            int number,
            String worker,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable Outcome outcome,
            @Nullable String reason) {}

    /** A run session; its name is null until an acceptance was seen. */
    public record Session(
            UUID id,
            Instant created,
            @Nullable String name,
            @Nullable String source,
            @Nullable String requester,
            @Nullable String notes) {}
}
