package io.groundcrew.runner.run;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * From where a runner that starts reads the events: from where the last one was, since what it had read is in the rows of
 * the runs, even when no runner was there for days. Checks have no rows: those that were going on then are found in the log
 * a little before.
 */
class EventProgress {

    /** Checks that were going on are found again in this much of the log. */
    private static final Duration LOOK_BACK = Duration.ofMinutes(10);

    private final JdbcClient jdbc;
    private final AcceptedRuns runs;
    private final Clock clock;

    EventProgress(JdbcClient jdbc, AcceptedRuns runs, Clock clock) {
        this.jdbc = jdbc;
        this.runs = runs;
        this.clock = clock;
    }

    /** Notes up to when a runner has read all events; an earlier time than is known changes nothing. */
    void note(Instant currentAsOf) {
        if (currentAsOf.isAfter(Instant.EPOCH)) {
            jdbc.sql("""
                            insert into event_progress (as_of) values (?)
                            on conflict (the_only_row) do update set as_of = greatest(event_progress.as_of, excluded.as_of)
                            """).param(Timestamp.from(currentAsOf)).update();
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
