package io.groundcrew.insight.resource;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.insight.storage.Batches;
import io.groundcrew.insight.storage.Columns;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/** The SLXs that the runner announced, with those that were deleted since. */
public final class Slxs {

    /** Keeps deletion and the last runs' results apart. */
    private static final long LOCK = 0x4743534c_58000000L;

    /** The topic may be read again from its start: what is older than what is known changes nothing. */
    private static final String SAVE = """
            INSERT INTO slxs AS s (workspace, name, announced_at, log_offset, deleted)
            VALUES (?, ?, ?::timestamptz, ?, ?)
            ON CONFLICT (workspace, name) DO UPDATE SET
                announced_at = excluded.announced_at, log_offset = excluded.log_offset, deleted = excluded.deleted
                WHERE (s.announced_at, s.log_offset) < (excluded.announced_at, excluded.log_offset)
            """;

    private static final String DELETED = "SELECT s.workspace, s.name FROM %s AS wanted(workspace, name)"
            + " JOIN slxs s USING (workspace, name) WHERE s.deleted";

    private final Batches batches;
    private final JdbcTemplate jdbc;

    public Slxs(Batches batches, JdbcTemplate jdbc) {
        this.batches = batches;
        this.jdbc = jdbc;
    }

    /** Notes that an SLX is there. */
    void announce(SlxChange change) {
        save(change);
    }

    /**
     * Notes that an SLX was deleted.
     *
     * @return false when that is older than what is known
     */
    boolean delete(SlxChange change) {
        jdbc.query("SELECT pg_advisory_xact_lock(?)", row -> {}, LOCK);
        return save(change);
    }

    /** Those of the given SLXs that are no more. Until the transaction ends, none is deleted. */
    public Set<SlxRef> deletedAmong(Collection<SlxRef> slxs) {
        jdbc.query("SELECT pg_advisory_xact_lock_shared(?)", row -> {}, LOCK);
        Columns wanted = new Columns("text", "text");
        slxs.forEach(slx -> wanted.row(slx.workspace(), slx.shortName()));
        return batches
                .query(DELETED, wanted, (row, number) -> new SlxRef(row.getString("workspace"), row.getString("name")))
                .stream()
                .collect(Collectors.toSet());
    }

    private boolean save(SlxChange change) {
        return jdbc.update(
                        SAVE,
                        change.slx().workspace(),
                        change.slx().shortName(),
                        change.at().toString(),
                        change.offset(),
                        change.deleted())
                > 0;
    }
}
