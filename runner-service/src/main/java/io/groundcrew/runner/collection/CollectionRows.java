package io.groundcrew.runner.collection;

import io.groundcrew.codecollection.mirror.SyncResult;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Collections in PostgreSQL, with the lease by which one runner at a time syncs each. */
class CollectionRows {

    private final JdbcClient jdbc;

    CollectionRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<RegisteredCollection> all() {
        return jdbc.sql("select * from collection order by created desc, name")
                .query(CollectionRows::toCollection)
                .list();
    }

    Optional<RegisteredCollection> find(String name) {
        return jdbc.sql("select * from collection where name = ?")
                .param(name)
                .query(CollectionRows::toCollection)
                .optional();
    }

    /**
     * Registers or changes a collection; another source forgets the commit. Both are synced at once: what a sync that is
     * going on would bring is not wanted any more, so its lease ends.
     */
    void put(RegisteredCollection collection, boolean sameSource, Instant now) {
        jdbc.sql("""
                        insert into collection
                            (name, repo_url, branch, tag, ref, repo_path, sync_interval_s, worker_replicas,
                             credentials, webhook_secret, from_configuration, revision, created, next_sync_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (name) do update set
                            repo_url = excluded.repo_url, branch = excluded.branch, tag = excluded.tag,
                            ref = excluded.ref, repo_path = excluded.repo_path,
                            sync_interval_s = excluded.sync_interval_s, worker_replicas = excluded.worker_replicas,
                            credentials = excluded.credentials, webhook_secret = excluded.webhook_secret,
                            from_configuration = excluded.from_configuration, revision = excluded.revision,
                            next_sync_at = excluded.next_sync_at, lease_owner = null, lease_until = null
                        """)
                .params(Arrays.asList(
                        collection.name(),
                        collection.repoUrl(),
                        collection.branch(),
                        collection.tag(),
                        collection.ref(),
                        collection.repoPath(),
                        (int) collection.syncInterval().toSeconds(),
                        collection.workerReplicas(),
                        collection.sealedCredentials(),
                        collection.sealedWebhookSecret(),
                        collection.readOnly(),
                        collection.revision(),
                        Timestamp.from(now),
                        Timestamp.from(now)))
                .update();
        if (!sameSource) {
            jdbc.sql("""
                            update collection set commit_id = null, sync_state = 'never', last_success_at = null,
                                sync_message = 'It has not been synced yet.', code_bundles = 0, tasks = 0, findings = 0
                            where name = ?
                            """).param(collection.name()).update();
        }
    }

    boolean delete(String name) {
        return jdbc.sql("delete from collection where name = ?").param(name).update() == 1;
    }

    /** Puts another encryption of the same credentials in their place, unless they were replaced meanwhile. */
    void reencryptCredentials(RegisteredCollection collection, byte[] fresh) {
        jdbc.sql("update collection set credentials = ? where name = ? and credentials = ?")
                .params(Arrays.asList(fresh, collection.name(), collection.sealedCredentials()))
                .update();
    }

    /** The same for the webhook's secret. */
    void reencryptWebhookSecret(RegisteredCollection collection, byte[] fresh) {
        jdbc.sql("update collection set webhook_secret = ? where name = ? and webhook_secret = ?")
                .params(Arrays.asList(fresh, collection.name(), collection.sealedWebhookSecret()))
                .update();
    }

    void dueAt(String name, Instant when) {
        jdbc.sql("update collection set next_sync_at = ? where name = ?")
                .params(Timestamp.from(when), name)
                .update();
    }

    /**
     * Names of collections whose sync is due and that nobody syncs, the longest waiting first. A lease that ran out is what
     * a runner leaves that dies amid a sync, which is then due whatever the interval.
     */
    List<String> due(Instant now, int limit) {
        return jdbc.sql("""
                        select name from collection
                        where (lease_until is null and next_sync_at <= ?) or lease_until < ?
                        order by next_sync_at limit ?
                        """)
                .params(Timestamp.from(now), Timestamp.from(now), limit)
                .query((row, number) -> row.getString(1))
                .list();
    }

    /** Takes the lease of a collection; empty while another has it, or when it is gone. */
    Optional<RegisteredCollection> lease(String name, String owner, Instant now, Instant until) {
        return jdbc.sql("""
                        update collection set lease_owner = ?, lease_until = ?, last_attempt_at = ?,
                            sync_state = 'syncing', next_sync_at = ?::timestamptz + make_interval(secs => sync_interval_s)
                        where name = ? and (lease_until is null or lease_until < ?)
                        returning *
                        """)
                .params(
                        owner,
                        Timestamp.from(until),
                        Timestamp.from(now),
                        Timestamp.from(now),
                        name,
                        Timestamp.from(now))
                .query(CollectionRows::toCollection)
                .optional();
    }

    /** Prolongs a lease; false when another has it, or nobody. */
    boolean renew(String name, String owner, Instant until) {
        return jdbc.sql("update collection set lease_until = ? where name = ? and lease_owner = ?")
                        .params(Timestamp.from(until), name, owner)
                        .update()
                == 1;
    }

    /** Gives a lease back whose sync brought nothing, so that the collection is due; does nothing when another has it. */
    void release(String name, String owner, Instant now) {
        jdbc.sql("""
                        update collection set lease_owner = null, lease_until = null, next_sync_at = ?
                        where name = ? and lease_owner = ?
                        """).params(Timestamp.from(now), name, owner).update();
    }

    /** Stores what a sync brought, unless the collection became another one meanwhile; gives the lease back in any case. */
    boolean settle(RegisteredCollection synced, String owner, SyncResult result, @Nullable Catalog catalog) {
        boolean stored = jdbc.sql("""
                        update collection set sync_state = ?, sync_message = ?,
                            last_success_at = coalesce(?::timestamptz, last_success_at),
                            commit_id = coalesce(?, commit_id),
                            code_bundles = coalesce(?::integer, code_bundles), tasks = coalesce(?::integer, tasks),
                            findings = coalesce(?::integer, findings),
                            lease_owner = null, lease_until = null
                        where name = ? and lease_owner = ? and revision = ?
                        """)
                        .params(Arrays.asList(
                                result.succeeded() ? "ok" : "failed",
                                result.message(),
                                result.succeeded() ? Timestamp.from(result.finishedAt()) : null,
                                result.succeeded() ? result.commit() : null,
                                catalog == null
                                        ? null
                                        : catalog.index().bundles().size(),
                                catalog == null ? null : catalog.tasks(),
                                catalog == null ? null : catalog.findings(),
                                synced.name(),
                                owner,
                                synced.revision()))
                        .update()
                == 1;
        if (!stored) {
            jdbc.sql("""
                            update collection set lease_owner = null, lease_until = null
                            where name = ? and lease_owner = ?
                            """).params(synced.name(), owner).update();
        }
        return stored;
    }

    private static RegisteredCollection toCollection(ResultSet row, int number) throws SQLException {
        return new RegisteredCollection(
                row.getString("name"),
                row.getString("repo_url"),
                row.getString("branch"),
                row.getString("tag"),
                row.getString("ref"),
                row.getString("repo_path"),
                Duration.ofSeconds(row.getInt("sync_interval_s")),
                row.getInt("worker_replicas"),
                row.getBytes("credentials"),
                row.getBytes("webhook_secret"),
                row.getBoolean("from_configuration"),
                row.getLong("revision"),
                row.getString("sync_state"),
                row.getString("sync_message"),
                instant(row, "last_attempt_at"),
                instant(row, "last_success_at"),
                row.getString("commit_id"),
                row.getInt("code_bundles"),
                row.getInt("tasks"),
                row.getInt("findings"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
