package io.groundcrew.embedded;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;

/** Makes databases, and in them schemas that each belong to one role which sees no other. */
public final class SchemaAdministration {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,59}");

    /** The advisory lock under which roles are let into a database. */
    private static final int GRANTS = 0x67726e74;

    private final String host;
    private final int port;
    private final String superuser;
    private final String password;

    /** The server to work on, with a role that may create roles and databases. */
    public SchemaAdministration(String host, int port, String superuser, String password) {
        this.host = host;
        this.port = port;
        this.superuser = superuser;
        this.password = password;
    }

    /** Makes the database if it is not there; nobody but its owner and those let in may connect to it. */
    public void createDatabase(String name) throws SQLException {
        check(name);
        try (Connection connection = superuser("postgres").connect();
                Statement statement = connection.createStatement()) {
            if (!exists(statement, "SELECT 1 FROM pg_database WHERE datname = '" + name + "'")) {
                statement.execute("CREATE DATABASE " + name);
            }
        }
        try (Connection connection = superuser(name).connect();
                Statement statement = connection.createStatement()) {
            statement.execute("REVOKE ALL ON DATABASE " + name + " FROM PUBLIC");
            statement.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC");
        }
    }

    /** Makes the role and its schema, or gives the existing role this password. May be called for several at once. */
    public ServiceDatabase createSchema(String database, String schema, String role, String rolePassword)
            throws SQLException {
        check(schema);
        check(role);
        try (Connection connection = superuser(database).connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            // Grants on one database at the same time fail with "tuple concurrently updated".
            statement.execute("SELECT pg_advisory_xact_lock(" + GRANTS + ")");
            boolean known = exists(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + role + "'");
            statement.execute((known ? "ALTER" : "CREATE") + " ROLE " + role + " LOGIN PASSWORD "
                    + statement.enquoteLiteral(rolePassword));
            statement.execute("GRANT CONNECT, TEMPORARY ON DATABASE " + database + " TO " + role);
            statement.execute("CREATE SCHEMA IF NOT EXISTS " + schema + " AUTHORIZATION " + role);
            connection.commit();
        }
        return new ServiceDatabase(url(database) + "?currentSchema=" + schema, role, rolePassword, schema);
    }

    /** The superuser's own way into a database. */
    public ServiceDatabase superuser(String database) {
        return new ServiceDatabase(url(database), superuser, password, "public");
    }

    private String url(String database) {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (var found = statement.executeQuery(query)) {
            return found.next();
        }
    }

    private static void check(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "Expected a database name like insight or runner_2, found \"" + name + "\"");
        }
    }
}
