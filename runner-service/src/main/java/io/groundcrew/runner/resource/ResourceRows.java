package io.groundcrew.runner.resource;

import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.resource.ResourceAnnounced.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Resources in PostgreSQL. */
class ResourceRows {

    private static final Logger log = LoggerFactory.getLogger(ResourceRows.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};
    private static final String COLUMNS =
            "workspace, kind, name, metadata::text as metadata, spec::text as spec, managed_by, version, deleted, created, modified";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    ResourceRows(JdbcClient jdbc, JdbcTemplate batches) {
        this.jdbc = jdbc;
        this.batches = batches;
    }

    /** Everything that changed after a version, deletions included, oldest change first. */
    List<StoredResource> changedAfter(long version) {
        return jdbc.sql("select " + COLUMNS + " from resource where version > ? order by version")
                .param(version)
                .query(ResourceRows::toResource)
                .list();
    }

    /** Resources of one workspace by their names. */
    List<StoredResource> named(String workspace, Collection<String> names) {
        return jdbc.sql("select " + COLUMNS + " from resource where workspace = ? and name = any (?) and not deleted")
                .params(workspace, names.toArray(String[]::new))
                .query(ResourceRows::toResource)
                .list();
    }

    List<StoredResource> unannounced(int limit) {
        return jdbc.sql("select " + COLUMNS + " from resource where announced <> version order by version limit ?")
                .param(limit)
                .query(ResourceRows::toResource)
                .list();
    }

    /** Marks everything as not announced. */
    void announceAgain() {
        jdbc.sql("update resource set announced = -1").update();
    }

    void put(Collection<StoredResource> resources) {
        batches.batchUpdate("""
                insert into resource
                    (workspace, kind, name, metadata, spec, managed_by, version, created, modified)
                values (?, ?, ?, ?::jsonb, ?::jsonb, ?, ?, ?, ?)
                on conflict (workspace, kind, name) do update set
                    metadata = excluded.metadata, spec = excluded.spec, managed_by = excluded.managed_by,
                    version = excluded.version, deleted = false, created = excluded.created,
                    modified = excluded.modified
                """, resources, 200, (statement, resource) -> {
            statement.setString(1, resource.workspace());
            statement.setString(2, resource.kind().name());
            statement.setString(3, resource.name());
            statement.setString(4, JSON.writeValueAsString(resource.metadata()));
            statement.setString(5, JSON.writeValueAsString(resource.spec()));
            statement.setString(6, resource.managedBy());
            statement.setLong(7, resource.version());
            statement.setTimestamp(8, Timestamp.from(resource.created()));
            statement.setTimestamp(9, Timestamp.from(resource.modified()));
        });
    }

    /** Marks all resources of an SLX as deleted; answers how many there were. */
    int delete(SlxRef slx, long version, Instant now) {
        return jdbc.sql("""
                        update resource set deleted = true, version = ?, modified = ?
                        where workspace = ? and name = ? and kind <> 'WORKSPACE' and not deleted
                        """)
                .params(version, Timestamp.from(now), slx.workspace(), slx.shortName())
                .update();
    }

    /** Notes that exactly these versions were announced. */
    void announced(Collection<StoredResource> resources) {
        batches.batchUpdate(
                "update resource set announced = version where workspace = ? and kind = ? and name = ? and version = ?",
                resources,
                500,
                (statement, resource) -> {
                    statement.setString(1, resource.workspace());
                    statement.setString(2, resource.kind().name());
                    statement.setString(3, resource.name());
                    statement.setLong(4, resource.version());
                });
    }

    /** Removes deleted resources that were announced and that every runner has noticed by now. */
    void purge(Instant deletedBefore) {
        jdbc.sql("delete from resource where deleted and announced = version and modified < ?")
                .param(Timestamp.from(deletedBefore))
                .update();
    }

    /** Whether two contents are the same, whatever the order of their keys. */
    static boolean same(Map<String, Object> one, Map<String, Object> other) {
        return JSON.readTree(JSON.writeValueAsString(one)).equals(JSON.readTree(JSON.writeValueAsString(other)));
    }

    /** One that cannot be read must not keep all others from being read. */
    private static Map<String, Object> fields(ResultSet row, String column) throws SQLException {
        try {
            return JSON.readValue(row.getString(column), FIELDS);
        } catch (JacksonException e) {
            log.error(
                    "The {} of {} {} of {} cannot be read, so it counts as empty. Apply the document again or delete it. {}",
                    column,
                    row.getString("kind"),
                    row.getString("name"),
                    row.getString("workspace"),
                    e.getOriginalMessage());
            return Map.of();
        }
    }

    private static StoredResource toResource(ResultSet row, int number) throws SQLException {
        Kind kind = Kind.valueOf(row.getString("kind"));
        boolean deleted = row.getBoolean("deleted");
        Map<String, Object> spec = deleted ? Map.of() : fields(row, "spec");
        RobotSpec robot = null;
        if (!deleted && (kind == Kind.SLI || kind == Kind.RUNBOOK)) {
            try {
                robot = RobotSpec.read(kind, spec);
            } catch (IllegalArgumentException e) {
                // An older version accepted it: it must neither run nor keep the others from running.
                log.warn(
                        "{} {} of {} cannot run: {}",
                        kind,
                        row.getString("name"),
                        row.getString("workspace"),
                        e.getMessage());
            }
        }
        return new StoredResource(
                row.getString("workspace"),
                kind,
                row.getString("name"),
                deleted ? Map.of() : fields(row, "metadata"),
                spec,
                row.getString("managed_by"),
                row.getLong("version"),
                deleted,
                row.getTimestamp("created").toInstant(),
                row.getTimestamp("modified").toInstant(),
                robot);
    }
}
