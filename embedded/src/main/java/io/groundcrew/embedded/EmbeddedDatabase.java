package io.groundcrew.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL 18 as a child of this JVM, listening on loopback only, with generated passwords. It stops when the
 * JVM dies, and when it ends though nobody closed it, it is started again; its data survive {@link #close()} and the death
 * of the JVM.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final String DATABASE = "groundcrew";

    private final InstanceDirectory directory;
    private final PostgresKeeper server;
    private final int port;
    private final SchemaAdministration administration;
    private boolean closed;

    private EmbeddedDatabase(InstanceDirectory directory, PostgresKeeper server, int port, String password) {
        this.directory = directory;
        this.server = server;
        this.port = port;
        this.administration = new SchemaAdministration(Ports.LOOPBACK, port, "postgres", password);
    }

    /**
     * Starts the server and returns when it accepts connections; stops what a killed JVM left in the directory first.
     *
     * @throws EmbeddedStartException if the directory is in use or unwritable, the port must be the same and is taken,
     *     or PostgreSQL does not run on this machine
     */
    public static EmbeddedDatabase start(DatabaseSettings settings) {
        InstanceDirectory directory = InstanceDirectory.open(settings.directory());
        try {
            long begun = System.nanoTime();
            EmbeddedDatabase started = start(settings, directory);
            log.info(
                    "PostgreSQL listens on {}:{} after {} ms, data in {}",
                    Ports.LOOPBACK,
                    started.port,
                    (System.nanoTime() - begun) / 1_000_000,
                    directory.path());
            return started;
        } catch (IOException | SQLException e) {
            directory.close();
            throw new EmbeddedStartException(
                    "PostgreSQL did not start in %s: %s".formatted(directory.path(), e.getMessage()), e);
        } catch (InterruptedException e) {
            directory.close();
            Thread.currentThread().interrupt();
            throw new EmbeddedStartException("The start of PostgreSQL was interrupted", e);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static EmbeddedDatabase start(DatabaseSettings settings, InstanceDirectory directory)
            throws IOException, InterruptedException, SQLException {
        String password = directory.secret("postgres-password");
        // Before anything changes hands: where root cannot be root, the whole directory becomes nobody's.
        Path passwordFile = directory.privateFile("password");
        Files.writeString(passwordFile, password);
        PostgresProcess postgres;
        try {
            postgres = PostgresProcess.in(directory.path());
            if (!Files.exists(postgres.data().resolve("PG_VERSION"))) {
                postgres.initialise(passwordFile);
            }
        } finally {
            Files.delete(passwordFile);
        }
        postgres.endFirstLife();
        int port = Ports.choose("PostgreSQL", directory.port("port"), settings.samePort());
        PostgresKeeper server = PostgresKeeper.start(postgres, serverSettings(settings, port));
        var database = new EmbeddedDatabase(directory, server, port, password);
        try {
            database.administration.createDatabase(DATABASE);
        } catch (SQLException e) {
            server.close();
            throw e;
        }
        directory.remember("port", Integer.toString(port));
        return database;
    }

    private static List<String> serverSettings(DatabaseSettings settings, int port) {
        String durable = settings.durable() ? "on" : "off";
        return List.of(
                "listen_addresses=" + Ports.LOOPBACK,
                "port=" + port,
                "unix_socket_directories=",
                "password_encryption=scram-sha-256",
                "max_connections=100",
                "shared_buffers=96MB",
                "fsync=" + durable,
                "full_page_writes=" + durable,
                "synchronous_commit=" + durable,
                "wal_level=minimal",
                "max_wal_senders=0",
                "min_wal_size=64MB",
                "max_wal_size=512MB",
                "jit=off",
                // Each helper process costs memory that a laptop would rather keep.
                "io_method=sync",
                "autovacuum_max_workers=2",
                "max_parallel_workers_per_gather=0",
                "max_logical_replication_workers=0",
                "log_min_messages=warning",
                "timezone=UTC",
                "log_timezone=UTC");
    }

    /**
     * The service's own schema with a role that sees no other, made on the first call; later calls, also after a
     * restart, give the same credentials.
     *
     * @param name the schema and the role, such as {@code insight}
     */
    public synchronized ServiceDatabase createSchema(String name) {
        try {
            return administration.createSchema(DATABASE, name, name, directory.secret("role-password." + name));
        } catch (SQLException e) {
            throw new EmbeddedStartException("Schema %s cannot be made: %s".formatted(name, e.getMessage()), e);
        }
    }

    /** For what only the superuser may do. */
    public SchemaAdministration administration() {
        return administration;
    }

    public int port() {
        return port;
    }

    /** Stops the server; a second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            server.close();
        } catch (IOException e) {
            throw new EmbeddedStartException(
                    "PostgreSQL in %s cannot be stopped: %s".formatted(directory.path(), e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            directory.close();
        }
    }
}
