package io.groundcrew.runner.run;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * From where a runner that starts reads the events: from where the last one was, since what it had read is in the rows of
 * the runs, even when no runner was there for days. Checks have no rows: those that were going on then are found in the log,
 * which is read again from the begin of the eldest of them.
 */
class EventProgress {

    /** What a worker told late, or by a clock that is behind, is found again in this much of the log before. */
    private static final Duration LOOK_BACK = Duration.ofMinutes(10);

    private final JdbcClient jdbc;
    private final AcceptedRuns runs;
    private final OpenChecks checks;
    private final Clock clock;

    EventProgress(JdbcClient jdbc, AcceptedRuns runs, OpenChecks checks, Clock clock) {
        this.jdbc = jdbc;
        this.runs = runs;
        this.checks = checks;
        this.clock = clock;
    }

    /**
     * Notes up to when a runner has read all events, or the begin of the eldest check that goes on, if that was before. An
     * earlier time than is known changes nothing.
     */
    void note(Instant currentAsOf) {
        if (currentAsOf.isAfter(Instant.EPOCH)) {
            Instant from = checks.eldestBegin()
                    .filter(begin -> begin.isBefore(currentAsOf))
                    .orElse(currentAsOf);
            jdbc.sql("""
                            insert into event_progress (as_of) values (?)
                            on conflict (the_only_row) do update set as_of = greatest(event_progress.as_of, excluded.as_of)
                            """).param(Timestamp.from(from)).update();
        }
    }

    Instant startOfReading() {
        Instant now = clock.instant();
        Instant known = noted().or(runs::oldestOpen).orElse(now);
        return (known.isBefore(now) ? known : now).minus(LOOK_BACK);
    }

    private Optional<Instant> noted() {
        return jdbc.sql("select as_of from event_progress")
                .query(Timestamp.class)
                .optional()
                .map(Timestamp::toInstant);
    }
}
