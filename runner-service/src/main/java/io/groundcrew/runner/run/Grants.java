package io.groundcrew.runner.run;

import io.groundcrew.contracts.control.Control;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RunEvent.GrantAsked;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Decides who may start what must not be repeated: in the run's row, once. The first attempt that asks wins, and asking again
 * gets the same answer; so does an ask that is read again, by whichever runner.
 */
class Grants {

    private final JdbcClient jdbc;
    private final RunPublisher publisher;
    private final Clock clock;

    Grants(JdbcClient jdbc, RunPublisher publisher, Clock clock) {
        this.jdbc = jdbc;
        this.publisher = publisher;
        this.clock = clock;
    }

    /** Answers each; an exception of the database's means that none was, or some: ask again. */
    void answer(List<GrantAsked> asked) {
        asked.forEach(ask -> publisher.control(isGranted(ask) ? granted(ask) : denied(ask)));
    }

    private boolean isGranted(GrantAsked ask) {
        Instant now = clock.instant();
        return jdbc.sql("""
                        update run set state = 'STARTED', confirmed = true, attempt = ?, worker = ?, deadline = ?, begun_at = ?
                        where id = ? and state = 'DISPATCHED' and cancelled_at is null and start_by >= ?
                        """)
                        .params(
                                ask.attempt(),
                                ask.worker(),
                                Timestamp.from(ask.deadline()),
                                Timestamp.from(now),
                                ask.run().id(),
                                Timestamp.from(now))
                        .update()
                == 1;
    }

    private Control granted(GrantAsked ask) {
        return new Control.Granted(ask.run().id(), ask.attempt(), ask.worker());
    }

    private Control denied(GrantAsked ask) {
        Optional<Standing> standing = jdbc.sql(
                        "select state, attempt, worker, cancel_reason, outcome from run where id = ?")
                .param(ask.run().id())
                .query((row, number) -> new Standing(
                        row.getString("state"),
                        row.getInt("attempt"),
                        row.getString("worker"),
                        row.getString("cancel_reason"),
                        row.getString("outcome")))
                .optional();
        if (standing.isEmpty()) {
            return denied(ask, "The runner does not know this run, or has forgotten it.", null);
        }
        return standing.get().isHeldBy(ask)
                ? granted(ask)
                : denied(ask, standing.get().refusal(), standing.get().isOver() ? true : null);
    }

    private static Control denied(GrantAsked ask, String reason, @Nullable Boolean over) {
        return new Control.Denied(ask.run().id(), ask.attempt(), ask.worker(), reason, over);
    }

    /** How a run stands that could not be granted just now. */
    private record Standing(
            String state,
            int attempt,
            @Nullable String worker,
            @Nullable String cancelReason,
            @Nullable String outcome) {

        boolean isHeldBy(GrantAsked ask) {
            return state.equals("STARTED")
                    && cancelReason == null
                    && attempt == ask.attempt()
                    && ask.worker().equals(worker);
        }

        /**
         * Whether its request was answered for before. One that was cancelled or has expired is still in its queue, so whoever
         * asks may hold it for the first time.
         */
        boolean isOver() {
            return cancelReason == null
                    && (state.equals("STARTED")
                            || (state.equals("DONE") && !Outcome.EXPIRED.title().equals(outcome)));
        }

        String refusal() {
            if (cancelReason != null) {
                return cancelReason;
            }
            return switch (state) {
                case "DONE" -> "It has ended as " + outcome + ".";
                case "STARTED" -> "Worker " + worker + " was given leave to start it.";
                default -> "Its start-by time has passed.";
            };
        }
    }
}
