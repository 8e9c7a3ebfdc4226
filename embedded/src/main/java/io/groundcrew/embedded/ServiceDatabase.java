package io.groundcrew.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * How one service reaches its schema.
 *
 * @param url      JDBC URL without credentials; its {@code currentSchema} is {@code schema}
 * @param user     the role that owns the schema and sees no other
 * @param password the role's password
 * @param schema   the schema's name
 */
public record ServiceDatabase(String url, String user, String password, String schema) {

    /** Opens a connection outside any pool; the caller closes it. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    @Override
    public String toString() {
        return "ServiceDatabase[url=" + url + ", user=" + user + ", schema=" + schema + "]";
    }
}
