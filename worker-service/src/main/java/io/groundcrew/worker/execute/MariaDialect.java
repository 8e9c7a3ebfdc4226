package io.groundcrew.worker.execute;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Driver;

/** MariaDB and MySQL. */
final class MariaDialect implements Dialect {

    private final Driver driver = new Driver();

    @Override
    public Set<String> kinds() {
        return Set.of("mariadb", "mysql");
    }

    @Override
    public Map<String, String> allowedProperties() {
        return Map.of(
                "sslMode", "disable|trust|verify-ca|verify-full",
                "connectTimeout", NUMBER,
                "socketTimeout", NUMBER);
    }

    @Override
    public SqlSyntax syntax() {
        return SqlSyntax.MARIADB;
    }

    @Override
    public Connection connect(String address, Properties properties, @Nullable Login login, Duration time)
            throws SQLException {
        properties.putIfAbsent("connectTimeout", String.valueOf(Math.clamp(time.toMillis(), 1000, 10_000)));
        properties.setProperty("socketTimeout", String.valueOf(time.toMillis() + 2000));
        // The server may ask for any file of the client's; several statements at once are off by themselves.
        properties.setProperty("allowLocalInfile", "false");
        properties.setProperty("allowMultiQueries", "false");
        // Parameters go to the server beside the statement.
        properties.setProperty("useServerPrepStmts", "true");
        properties.setProperty("cachePrepStmts", "false");
        if (login != null) {
            properties.setProperty("user", login.user());
            if (login.password() != null) {
                properties.setProperty("password", login.password());
            }
        }
        Connection connection = driver.connect("jdbc:mariadb:" + address, properties);
        if (connection == null) {
            throw new SQLException("The driver does not take the address " + address);
        }
        return connection;
    }

    @Override
    public void begin(Connection connection, Bounds bounds) throws SQLException {
        String mode = bounds.readOnly() ? "read only" : "read write";
        connection.setAutoCommit(false);
        try (Statement limits = connection.createStatement()) {
            limits.execute("set session sql_select_limit = " + bounds.rows());
            // The session too: a procedure might end the transaction and begin another.
            limits.execute("set session transaction " + mode);
            limits.execute("start transaction " + mode);
        }
    }

    @Override
    public void bind(PreparedStatement statement, int place, String value) throws SQLException {
        statement.setString(place, value);
    }
}
