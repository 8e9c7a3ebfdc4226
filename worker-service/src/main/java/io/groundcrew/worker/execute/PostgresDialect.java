package io.groundcrew.worker.execute;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/** PostgreSQL and what speaks like it. */
final class PostgresDialect implements Dialect {

    private final Driver driver = new Driver();

    @Override
    public Set<String> kinds() {
        return Set.of("postgresql");
    }

    @Override
    public Map<String, String> allowedProperties() {
        return Map.of(
                "ssl", "true|false",
                "sslmode", "disable|allow|prefer|require|verify-ca|verify-full",
                "connectTimeout", NUMBER,
                "socketTimeout", NUMBER,
                "ApplicationName", NAMES,
                "currentSchema", NAMES,
                "targetServerType", "any|primary|secondary|preferSecondary|preferPrimary");
    }

    @Override
    public SqlSyntax syntax() {
        return SqlSyntax.POSTGRESQL;
    }

    @Override
    public Connection connect(String address, Properties properties, @Nullable Login login, Duration time)
            throws SQLException {
        properties.putIfAbsent("connectTimeout", "10");
        properties.putIfAbsent("ApplicationName", "groundcrew");
        // Also when the server does not answer at all.
        properties.setProperty("socketTimeout", String.valueOf(time.toSeconds() + 2));
        properties.setProperty("loginTimeout", String.valueOf(Math.clamp(time.toSeconds(), 1, 10)));
        // One cell may have a gigabyte.
        properties.setProperty("maxResultBuffer", "32M");
        if (login != null) {
            properties.setProperty("user", login.user());
            if (login.password() != null) {
                properties.setProperty("password", login.password());
            }
        }
        Connection connection = driver.connect("jdbc:postgresql:" + address, properties);
        if (connection == null) {
            throw new SQLException("The driver does not take the address " + address);
        }
        return connection;
    }

    @Override
    public void begin(Connection connection, Bounds bounds) throws SQLException {
        connection.setAutoCommit(false);
        connection.setReadOnly(bounds.readOnly());
        try (Statement limits = connection.createStatement()) {
            // Texts are read as the statement was read when it was looked through for a second one.
            limits.execute("set local standard_conforming_strings = on; set local statement_timeout = "
                    + Math.max(1, bounds.time().toMillis()));
            // After its first query a transaction cannot be turned to writing any more.
            limits.execute("select 1");
        }
    }

    /** Untyped, so that the server gives it the type that the place asks for. */
    @Override
    public void bind(PreparedStatement statement, int place, String value) throws SQLException {
        statement.setObject(place, value, Types.OTHER);
    }
}
