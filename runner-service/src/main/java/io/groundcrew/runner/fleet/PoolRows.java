package io.groundcrew.runner.fleet;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Pools and the commit that each has ready, in PostgreSQL. */
class PoolRows {

    private final JdbcClient jdbc;

    PoolRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A pool as it is remembered.
     *
     * @param source repository and sub-path that the commit belongs to
     * @param readyCommit the last commit that a worker announced as ready, null before the first
     */
    record Row(
            String location,
            String pool,
            String source,
            @Nullable String readyCommit) {}

    List<Row> all() {
        return jdbc.sql("select location, pool, source, ready_commit from pool")
                .query((row, number) -> new Row(
                        row.getString("location"),
                        row.getString("pool"),
                        row.getString("source"),
                        row.getString("ready_commit")))
                .list();
    }

    /** Remembers a pool; another source forgets what was ready. */
    void put(String location, String pool, String source) {
        jdbc.sql("""
                        insert into pool (location, pool, source) values (?, ?, ?)
                        on conflict (location, pool) do update
                            set source = excluded.source, ready_commit = null
                            where pool.source <> excluded.source
                        """).params(location, pool, source).update();
    }

    void ready(String location, String pool, String source, String commit) {
        jdbc.sql("""
                        update pool set ready_commit = ?
                        where location = ? and pool = ? and source = ? and ready_commit is distinct from ?
                        """).params(commit, location, pool, source, commit).update();
    }

    void delete(String location, String pool) {
        jdbc.sql("delete from pool where location = ? and pool = ?")
                .params(location, pool)
                .update();
    }
}
