package io.groundcrew.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {

    @TempDir
    Path directory;

    @Test
    void keepsRowsPortAndCredentialsFromOneStartToTheNext() throws Exception {
        ServiceDatabase first;
        try (var database = EmbeddedDatabase.start(DatabaseSettings.in(directory))) {
            first = database.createSchema("insight");
            execute(first, "CREATE TABLE notes AS SELECT 'kept' AS text");
        }
        try (var database = EmbeddedDatabase.start(DatabaseSettings.in(directory))) {
            assertThat(database.createSchema("insight")).isEqualTo(first);
            assertThat(read(first, "SELECT text FROM notes")).isEqualTo("kept");
            assertThat(Files.getPosixFilePermissions(directory.resolve("instance.properties")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void letsARoleSeeItsOwnSchemaOnly() throws Exception {
        try (var database = EmbeddedDatabase.start(DatabaseSettings.in(directory))) {
            ServiceDatabase runner = database.createSchema("runner");
            ServiceDatabase insight = database.createSchema("insight");
            execute(insight, "CREATE TABLE notes (text text)");
            assertThatThrownBy(() -> read(runner, "SELECT text FROM insight.notes"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("permission denied for schema insight");
            assertThatThrownBy(() -> execute(runner, "CREATE TABLE public.notes (text text)"))
                    .hasMessageContaining("permission denied for schema public");
        }
    }

    @Test
    void makesSeveralSchemasAtOnce() throws Exception {
        try (var database = EmbeddedDatabase.start(DatabaseSettings.in(directory));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            // Roles that are there already, as after a restart.
            IntStream.range(0, 4).forEach(number -> database.createSchema("service" + number));
            List<Callable<ServiceDatabase>> calls = IntStream.range(0, 60)
                    .<Callable<ServiceDatabase>>mapToObj(number -> () -> database.createSchema("service" + number % 4))
                    .toList();
            assertThat(threads.invokeAll(calls))
                    .allSatisfy(made -> assertThat(made.get()).isNotNull());
        }
    }

    @Test
    void refusesAWrongPassword() {
        try (var database = EmbeddedDatabase.start(DatabaseSettings.in(directory))) {
            ServiceDatabase runner = database.createSchema("runner");
            assertThatThrownBy(() -> DriverManager.getConnection(runner.url(), runner.user(), "guessed"))
                    .hasMessageContaining("password authentication failed");
            assertThatThrownBy(() -> DriverManager.getConnection(runner.url(), "postgres", ""))
                    .isInstanceOf(SQLException.class);
            assertThat(runner.toString()).doesNotContain(runner.password());
        }
    }

    /** Ctrl-C goes to all of a session, and those who need the database end after it. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void runsInASessionOfItsOwn() throws Exception {
        try (var _ = EmbeddedDatabase.start(DatabaseSettings.in(directory))) {
            String server = Files.readAllLines(directory.resolve("data/postmaster.pid"))
                    .getFirst()
                    .strip();
            String afterName =
                    Files.readString(Path.of("/proc", server, "stat")).replaceFirst(".*\\) ", "");
            assertThat(afterName.split(" ")[3]).as("session").isEqualTo(server);
        }
    }

    @Test
    void removesWhatAKilledFirstStartLeftHalfMade() throws Exception {
        Files.createDirectories(directory.resolve("data.new/base/5"));
        Files.createDirectories(directory.resolve("data.new-1-1"));
        try (var database = EmbeddedDatabase.start(DatabaseSettings.in(directory))) {
            assertThat(database.createSchema("letters").url()).contains("letters");
        }
        assertThat(directory).isDirectoryNotContaining("glob:**/data.new*");
    }

    @Test
    void refusesToStartElsewhereWhenItsClientsKnowItsPort() throws Exception {
        int port;
        try (var database = EmbeddedDatabase.start(DatabaseSettings.in(directory))) {
            port = database.port();
        }
        try (var _ = new ServerSocket(port, 1, InetAddress.ofLiteral(Ports.LOOPBACK))) {
            assertThatThrownBy(() -> EmbeddedDatabase.start(
                            DatabaseSettings.in(directory).onTheSamePort()))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessageContaining("PostgreSQL was to listen on port " + port + " as before");
            try (var database = EmbeddedDatabase.start(DatabaseSettings.in(directory))) {
                assertThat(database.port()).isNotEqualTo(port);
            }
        }
    }

    @Test
    void refusesADirectoryThatIsInUse() {
        try (var database = EmbeddedDatabase.start(DatabaseSettings.in(directory))) {
            assertThat(database.port()).isPositive();
            assertThatThrownBy(() -> EmbeddedDatabase.start(DatabaseSettings.in(directory)))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessageContaining("in use by another running process");
        }
    }

    static void execute(ServiceDatabase database, String sql) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String read(ServiceDatabase database, String sql) throws SQLException {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
