package io.groundcrew.runner.run;

import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.runner.resource.ScheduleSpec.Overlap;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeps the runs of one schedule from going on at the same time. */
class Overlaps {

    private static final String REASON = "A later run of its schedule takes its place.";

    private final JdbcClient jdbc;
    private final Cancellations cancellations;
    private final Dispatcher dispatcher;
    private final Clock clock;

    Overlaps(JdbcClient jdbc, Cancellations cancellations, Dispatcher dispatcher, Clock clock) {
        this.jdbc = jdbc;
        this.cancellations = cancellations;
        this.dispatcher = dispatcher;
        this.clock = clock;
    }

    /**
     * Looks whether an earlier run of the same schedule goes on, or may yet begin, and does what the schedule says then.
     *
     * @return what the run waits for; empty when it waits for nothing, or was settled
     */
    Optional<String> obstacle(AcceptedRun run, Overlap overlap) {
        Optional<UUID> earlier = jdbc.sql("""
                        select id from run where workspace = ? and slx = ? and overlap is not null
                            and (state = 'STARTED' or state <> 'DONE' and start_by > ?)
                            and (requested_at, id) < (?, ?) order by requested_at desc, id desc limit 1
                        """)
                .params(
                        run.slx().workspace(),
                        run.slx().shortName(),
                        Timestamp.from(clock.instant()),
                        Timestamp.from(run.requestedAt()),
                        run.id())
                .query(UUID.class)
                .optional();
        if (earlier.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (overlap) {
                    case SKIP -> {
                        dispatcher.settle(
                                run,
                                Outcome.EXPIRED,
                                "Run " + earlier.get()
                                        + " of the same schedule is still going on, and the schedule says skip.");
                        yield "Is skipped: run " + earlier.get() + " of its schedule is still going on.";
                    }
                    case QUEUE -> "Waits for run " + earlier.get() + " of its schedule to end.";
                    case REPLACE -> {
                        cancellations.replace(run, REASON);
                        yield "Waits for run " + earlier.get() + " of its schedule to end, which it replaces.";
                    }
                });
    }
}
