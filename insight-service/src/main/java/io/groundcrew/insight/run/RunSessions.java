package io.groundcrew.insight.run;

import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.contracts.run.RunEvent.RunAccepted;
import io.groundcrew.contracts.run.RunIds;
import io.groundcrew.contracts.run.RunRef;
import io.groundcrew.insight.storage.Batches;
import io.groundcrew.insight.storage.Columns;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores run sessions. Any event of one of its runs makes it known; only acceptance tells its name. */
public final class RunSessions {

    private static final String SAVE = """
            INSERT INTO run_sessions AS s (workspace, id, created, name, source, requester, notes)
            SELECT * FROM %s
            ON CONFLICT (workspace, id) DO UPDATE SET
                name = coalesce(s.name, excluded.name), source = coalesce(s.source, excluded.source),
                requester = coalesce(s.requester, excluded.requester), notes = coalesce(s.notes, excluded.notes)
                WHERE s.name IS NULL AND excluded.name IS NOT NULL
            """;

    private final Batches batches;

    public RunSessions(Batches batches) {
        this.batches = batches;
    }

    /** Stores what a batch tells of sessions. */
    public void store(List<RunEvent> events) {
        Map<Key, Row> rows = new LinkedHashMap<>();
        for (RunEvent event : events) {
            RunRef run = event.run();
            UUID session = run.session();
            if (session != null) {
                Row row = event instanceof RunAccepted accepted
                        ? new Row(created(session, run), accepted)
                        : new Row(created(session, run), null);
                rows.merge(
                        new Key(run.slx().workspace(), session),
                        row,
                        (known, fresh) -> known.accepted == null ? fresh : known);
            }
        }
        Columns columns = new Columns("text", "uuid", "timestamptz", "text", "text", "text", "text");
        // Two readers that store runs of the same sessions lock them in the same order.
        rows.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
            RunAccepted accepted = entry.getValue().accepted;
            columns.row(
                    entry.getKey().workspace,
                    entry.getKey().session,
                    entry.getValue().created,
                    accepted == null ? null : name(accepted, entry.getKey().session),
                    accepted == null ? null : accepted.source(),
                    accepted == null ? null : accepted.requester(),
                    accepted == null ? null : accepted.notes());
        });
        batches.update(SAVE, columns);
    }

    private static String name(RunAccepted accepted, UUID session) {
        String name = accepted.sessionName();
        return name == null ? session.toString() : name;
    }

    /** A session's place in lists must not depend on which of its runs was seen first. */
    private static Instant created(UUID session, RunRef run) {
        Instant made = RunIds.madeAt(session);
        return made.equals(Instant.EPOCH) ? run.requestedAt() : made;
    }

    private record Row(Instant created, @Nullable RunAccepted accepted) {}

    private record Key(String workspace, UUID session) implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            int byWorkspace = workspace.compareTo(other.workspace);
            return byWorkspace == 0 ? session.compareTo(other.session) : byWorkspace;
        }
    }
}
