package io.groundcrew.runner.limit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Limits and the places that runs have taken, in PostgreSQL. */
class LimitRows {

    /** Places from here on are not asked for: no limit has so many. */
    private static final int BEHIND_ALL = 1_000_000;

    private final JdbcClient jdbc;

    LimitRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Limit> all() {
        return jdbc.sql("select * from concurrency_limit order by workspace, name")
                .query(LimitRows::toLimit)
                .list();
    }

    void put(Limit limit) {
        jdbc.sql("""
                        insert into concurrency_limit
                            (workspace, name, slx, task_title, tag_name, tag_value, pool, most, modified_by)
                        values (:workspace, :name, :slx, :taskTitle, :tagName, :tagValue, :pool, :most, :modifiedBy)
                        on conflict (workspace, name) do update set slx = excluded.slx, task_title = excluded.task_title,
                            tag_name = excluded.tag_name, tag_value = excluded.tag_value, pool = excluded.pool,
                            most = excluded.most, modified_by = excluded.modified_by
                        """).paramSource(limit).update();
    }

    /** Gives each of these runs, which go on, a place whether there is room or not, and takes it from all others that go on. */
    void occupy(Limit limit, Collection<UUID> runs) {
        UUID[] those = runs.toArray(UUID[]::new);
        // Not from one that waits: it is about to be dispatched.
        jdbc.sql("""
                        delete from run_permit p where workspace = ? and limit_name = ? and run <> all(?)
                            and exists (select 1 from run r where r.id = p.run and r.state in ('DISPATCHED', 'STARTED'))
                        """).params(limit.workspace(), limit.name(), those).update();
        jdbc.sql("""
                        insert into run_permit (workspace, limit_name, place, run)
                        select :workspace, :name, taken.last + going.place, going.run
                        from unnest(:runs) with ordinality as going (run, place),
                            (select coalesce(greatest(max(place), :behind), :behind) as last from run_permit
                             where workspace = :workspace and limit_name = :name) as taken
                        on conflict do nothing
                        """)
                .param("workspace", limit.workspace())
                .param("name", limit.name())
                .param("runs", those)
                .param("behind", BEHIND_ALL)
                .update();
    }

    boolean delete(String workspace, String name) {
        return jdbc.sql("delete from concurrency_limit where workspace = ? and name = ?")
                        .params(workspace, name)
                        .update()
                == 1;
    }

    /** Takes a place for a run, the one it has already included; false when none is free, or a lowered limit has too many. */
    boolean take(Limit limit, UUID run) {
        jdbc.sql("""
                        insert into run_permit (workspace, limit_name, place, run)
                        select :workspace, :name, free.place, :run from generate_series(1, :most) as free (place)
                        where not exists (
                            select 1 from run_permit taken
                            where taken.workspace = :workspace and taken.limit_name = :name
                                and (taken.place = free.place or taken.run = :run))
                            and :most > (
                                select count(*) from run_permit taken
                                where taken.workspace = :workspace and taken.limit_name = :name)
                        order by free.place limit 1
                        on conflict do nothing
                        """)
                .param("workspace", limit.workspace())
                .param("name", limit.name())
                .param("most", limit.most())
                .param("run", run)
                .update();
        return jdbc.sql("select exists (select 1 from run_permit where run = ? and limit_name = ?)")
                .params(run, limit.name())
                .query(Boolean.class)
                .single();
    }

    void release(Collection<UUID> runs) {
        jdbc.sql("delete from run_permit where run = any(?)")
                .param(runs.toArray(UUID[]::new))
                .update();
    }

    /** Frees the places of runs that have ended or are unknown. */
    int releaseEnded() {
        return jdbc.sql("""
                        delete from run_permit p
                        where not exists (select 1 from run r where r.id = p.run and r.state <> 'DONE')
                        """).update();
    }

    int taken(Limit limit) {
        return jdbc.sql("select count(*) from run_permit where workspace = ? and limit_name = ?")
                .params(limit.workspace(), limit.name())
                .query(Integer.class)
                .single();
    }

    private static Limit toLimit(ResultSet row, int number) throws SQLException {
        return new Limit(
                row.getString("workspace"),
                row.getString("name"),
                row.getString("slx"),
                row.getString("task_title"),
                row.getString("tag_name"),
                row.getString("tag_value"),
                row.getString("pool"),
                row.getInt("most"),
                row.getString("modified_by"));
    }
}
