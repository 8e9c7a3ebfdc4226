package io.groundcrew.insight.ingest;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.run.OutputChunk;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.contracts.run.RunEvent.AttemptFailed;
import io.groundcrew.contracts.run.RunEvent.Finished;
import io.groundcrew.insight.issue.CleanPasses;
import io.groundcrew.insight.issue.Issues;
import io.groundcrew.insight.knowledge.Insights;
import io.groundcrew.insight.knowledge.Samples;
import io.groundcrew.insight.live.Wakeups;
import io.groundcrew.insight.output.OutputChunks;
import io.groundcrew.insight.resource.Slxs;
import io.groundcrew.insight.run.RunSessions;
import io.groundcrew.insight.run.Runs;
import io.groundcrew.insight.run.SettledRun;
import io.groundcrew.insight.storage.Partitions;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Stores a batch of run events: everything they change, in one transaction. */
public final class EventStore {

    /** The first half of the advisory locks, one for each partition of the topic. */
    private static final int LOCKS = 0x47434556;

    private final Partitions partitions;
    private final Runs runs;
    private final RunSessions sessions;
    private final OutputChunks output;
    private final Insights insights;
    private final Samples samples;
    private final Issues issues;
    private final Slxs slxs;
    private final Wakeups wakeups;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    public EventStore(
            Partitions partitions,
            Runs runs,
            RunSessions sessions,
            OutputChunks output,
            Insights insights,
            Samples samples,
            Issues issues,
            Slxs slxs,
            Wakeups wakeups,
            JdbcTemplate jdbc,
            TransactionTemplate transaction) {
        this.partitions = partitions;
        this.runs = runs;
        this.sessions = sessions;
        this.output = output;
        this.insights = insights;
        this.samples = samples;
        this.issues = issues;
        this.slxs = slxs;
        this.wakeups = wakeups;
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /**
     * Stores a batch.
     *
     * @param kafkaPartitions where the events come from. All events of an SLX come from one partition, so locking it keeps
     *     away a reader that has lost it and does not know yet
     */
    public void store(Collection<Integer> kafkaPartitions, List<RunEvent> events) {
        partitions.makeFor(
                events.stream().map(event -> event.run().requestedAt()).toList());
        transaction.executeWithoutResult(status -> {
            kafkaPartitions.stream()
                    .sorted()
                    .distinct()
                    .forEach(
                            partition -> jdbc.query("SELECT pg_advisory_xact_lock(?, ?)", row -> {}, LOCKS, partition));
            store(events);
        });
    }

    private void store(List<RunEvent> events) {
        List<SettledRun> settled = runs.store(events);
        sessions.store(events);
        output.store(events.stream().flatMap(EventStore::rest).toList());
        if (!settled.isEmpty()) {
            Set<SlxRef> deleted = slxs.deletedAmong(
                    settled.stream().map(run -> run.event().run().slx()).collect(Collectors.toSet()));
            CleanPasses cleanPasses = insights.learn(settled, deleted);
            samples.store(settled);
            issues.store(settled.stream().map(SettledRun::event).toList(), cleanPasses, deleted);
        }
        wakeups.announce(events.stream().flatMap(EventStore::ids).toList());
    }

    private static Stream<OutputChunk> rest(RunEvent event) {
        return switch (event) {
            case Finished end -> end.restAsChunks().stream();
            case AttemptFailed(Finished end) -> end.restAsChunks().stream();
            default -> Stream.empty();
        };
    }

    private static Stream<UUID> ids(RunEvent event) {
        return Stream.of(event.run().id(), event.run().session()).filter(Objects::nonNull);
    }
}
