package io.groundcrew.runner.run;

import io.groundcrew.chassis.text.Text;
import io.groundcrew.contracts.run.RunEvent;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes into the rows of runs what workers tell of their attempts. */
class AttemptRows {

    private static final long LONGEST_BACK_OFF_SECONDS = 3600;
    private static final int LONGEST_REASON = 4096;

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    AttemptRows(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /**
     * Notes begun attempts, but for those that are known to be over: their begin may come late, or once more.
     *
     * @param now when they were heard of
     */
    void start(Collection<RunEvent.Started> events, Instant now) {
        batches.batchUpdate("""
                update run set state = 'STARTED', confirmed = true, attempt = greatest(attempt, ?), worker = ?, deadline = ?,
                    begun_at = case when attempt = ? and worker = ? then coalesce(begun_at, ?) else ? end
                where id = ? and (state in ('DISPATCHED', 'STARTED') and attempt <= ? or state = 'WAITING' and attempt < ?)
                """, inOrder(events), 500, (statement, event) -> {
            statement.setInt(1, event.attempt());
            statement.setString(2, event.worker());
            statement.setTimestamp(3, Timestamp.from(event.deadline()));
            statement.setInt(4, event.attempt());
            statement.setString(5, event.worker());
            statement.setTimestamp(6, Timestamp.from(now));
            statement.setTimestamp(7, Timestamp.from(now));
            statement.setObject(8, event.run().id());
            statement.setInt(9, event.attempt());
            statement.setInt(10, event.attempt());
        });
    }

    /** What becomes of a run whose attempt was not good. */
    enum Again {
        /** It waits for the next attempt. */
        WAITS,
        /** No time is left for another one. */
        TOO_LATE,
        /** This attempt was noted already, or the run is over. */
        KNOWN
    }

    /** Has a run attempted again whose attempt was not good, after its back-off. */
    Again attemptAgain(RunEvent.Finished end, Instant now) {
        Optional<Instant> notBefore = jdbc.sql(
                        "select failures, back_off, start_by from run where id = ? and state in ('DISPATCHED', 'STARTED')"
                                + " and attempt <= ? and cancelled_at is null")
                .params(end.run().id(), end.attempt())
                .query((row, number) -> {
                    long wait =
                            Math.min((long) row.getInt("back_off") << row.getInt("failures"), LONGEST_BACK_OFF_SECONDS);
                    Instant at = now.plusSeconds(wait);
                    return at.isBefore(row.getTimestamp("start_by").toInstant()) ? at : Instant.MAX;
                })
                .optional();
        if (notBefore.isEmpty()) {
            return Again.KNOWN;
        }
        Instant at = notBefore.get();
        if (at.equals(Instant.MAX)) {
            return Again.TOO_LATE;
        }
        int changed = jdbc.sql("""
                        update run set state = 'WAITING', failures = failures + 1, attempt = ?, not_before = ?, confirmed = true,
                            worker = null, begun_at = null, waiting_for = ?
                        where id = ? and state in ('DISPATCHED', 'STARTED') and attempt <= ? and cancelled_at is null
                        """)
                .params(
                        end.attempt(),
                        Timestamp.from(at),
                        "Is attempted again at " + at.truncatedTo(ChronoUnit.SECONDS) + ", since attempt "
                                + end.attempt()
                                + (end.reason() == null
                                        ? " had failed tasks."
                                        : " failed: " + Text.cutTo(Text.storable(end.reason()), LONGEST_REASON)),
                        end.run().id(),
                        end.attempt())
                .update();
        return changed == 1 ? Again.WAITS : Again.KNOWN;
    }

    /** Keeps the first outcome of each run. */
    void finish(Collection<RunEvent.Finished> events) {
        batches.batchUpdate("""
                update run set state = 'DONE', confirmed = true, waiting_for = null, outcome = ?, finished_at = ?
                where id = ? and state <> 'DONE'
                """, inOrder(events), 500, (statement, event) -> {
            statement.setString(1, event.outcome().title());
            statement.setTimestamp(2, Timestamp.from(event.finishedAt()));
            statement.setObject(3, event.run().id());
        });
    }

    /** All who change many rows at once do so in the same order, so that none waits for another who waits for it. */
    private static <E extends RunEvent> List<E> inOrder(Collection<E> events) {
        return events.stream()
                .sorted(Comparator.comparing(event -> event.run().id()))
                .toList();
    }
}
