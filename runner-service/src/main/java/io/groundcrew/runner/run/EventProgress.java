package io.groundcrew.runner.run;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * From where a runner that starts reads the events. Runs have rows, and are looked for from the oldest without an outcome on.
 * Checks have none: those that were going on when the last runner stopped are found in the log before that moment, even when
 * no runner was there for days.
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
        Instant recent = Stream.concat(noted().stream(), Stream.of(clock.instant()))
                .min(Instant::compareTo)
                .orElseThrow()
                .minus(LOOK_BACK);
        return runs.oldestOpen().filter(oldest -> oldest.isBefore(recent)).orElse(recent);
    }

    private Optional<Instant> noted() {
        return jdbc.sql("select as_of from event_progress")
                .query(Timestamp.class)
                .optional()
                .map(Timestamp::toInstant);
    }
}
