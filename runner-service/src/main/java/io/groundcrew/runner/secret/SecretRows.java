package io.groundcrew.runner.secret;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Secrets in PostgreSQL. */
class SecretRows {

    private final JdbcClient jdbc;

    SecretRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<StoredSecret> all() {
        return jdbc.sql("select * from workspace_secret")
                .query(SecretRows::toSecret)
                .list();
    }

    /** Those of a workspace, the last changed first. */
    List<StoredSecret> of(String workspace) {
        return jdbc.sql("select * from workspace_secret where workspace = ? order by modified desc, name")
                .param(workspace)
                .query(SecretRows::toSecret)
                .list();
    }

    int count(String workspace) {
        return jdbc.sql("select count(*) from workspace_secret where workspace = ?")
                .param(workspace)
                .query(Integer.class)
                .single();
    }

    /** Creates or replaces a secret; true when it is new. */
    boolean put(String workspace, String name, byte[] value, String by, Instant now) {
        return jdbc.sql("""
                        insert into workspace_secret (workspace, name, value, created, modified, modified_by)
                        values (?, ?, ?, ?, ?, ?)
                        on conflict (workspace, name) do update set
                            value = excluded.value, modified = excluded.modified, modified_by = excluded.modified_by
                        returning created = modified
                        """)
                .params(workspace, name, value, Timestamp.from(now), Timestamp.from(now), by)
                .query(Boolean.class)
                .single();
    }

    boolean delete(String workspace, String name) {
        return jdbc.sql("delete from workspace_secret where workspace = ? and name = ?")
                        .params(workspace, name)
                        .update()
                == 1;
    }

    /** Puts another encryption of the same value in its place, unless the secret was replaced meanwhile. */
    void reencrypt(StoredSecret secret, byte[] value) {
        jdbc.sql("update workspace_secret set value = ? where workspace = ? and name = ? and value = ?")
                .params(value, secret.workspace(), secret.name(), secret.value())
                .update();
    }

    private static StoredSecret toSecret(ResultSet row, int number) throws SQLException {
        return new StoredSecret(
                row.getString("workspace"),
                row.getString("name"),
                row.getBytes("value"),
                row.getTimestamp("created").toInstant(),
                row.getTimestamp("modified").toInstant(),
                row.getString("modified_by"));
    }
}
