package io.groundcrew.embedded.test;

import io.groundcrew.embedded.DatabaseSettings;
import io.groundcrew.embedded.EmbeddedDatabase;
import io.groundcrew.embedded.SchemaAdministration;
import io.groundcrew.embedded.ServiceDatabase;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** One PostgreSQL for all tests of this JVM, started on first use and stopped with the JVM. */
public final class TestDatabase {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private TestDatabase() {}

    /** An empty schema of this name in a database of its own, with a role of its own. */
    public static ServiceDatabase fresh(String schema) {
        int number = COUNT.incrementAndGet();
        String name = schema + "_" + number;
        try {
            Shared.SERVER.createDatabase(name);
            return Shared.SERVER.createSchema(name, schema, name, "test-" + number);
        } catch (SQLException e) {
            throw new IllegalStateException("No fresh schema " + schema + ": " + e.getMessage(), e);
        }
    }

    /** A server of the test's own, to stop and start as it likes, in a directory that is deleted with the JVM. */
    public static EmbeddedDatabase own() {
        return EmbeddedDatabase.start(settings());
    }

    /** Settings for {@link EmbeddedDatabase#start}: the same settings start the same server again after a close. */
    public static DatabaseSettings settings() {
        return DatabaseSettings.in(TestDirectories.fresh("postgres")).withoutDurability();
    }

    private static final class Shared {
        static final SchemaAdministration SERVER = start();

        private static SchemaAdministration start() {
            if (TestInfra.containers()) {
                return Containers.postgres();
            }
            EmbeddedDatabase database = own();
            TestInfra.atExit(database::close);
            return database.administration();
        }
    }

    private static final class Containers {
        static SchemaAdministration postgres() {
            var container = new PostgreSQLContainer("postgres:18").withUsername("postgres");
            container.start();
            TestInfra.atExit(container::stop);
            return new SchemaAdministration(
                    container.getHost(),
                    container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                    "postgres",
                    container.getPassword());
        }
    }
}
