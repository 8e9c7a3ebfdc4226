package io.groundcrew.embedded;

import java.nio.file.Path;

/**
 * What an embedded PostgreSQL is started with.
 *
 * @param directory where the cluster, the port and the passwords are kept; made when missing
 * @param port      the port, or 0 for the port of the last start, else a free one
 * @param durable   whether a commit survives a power cut; false is faster and for tests only
 */
public record DatabaseSettings(Path directory, int port, boolean durable) {

    public DatabaseSettings {
        Ports.check(port);
    }

    /** Durable, on a port that stays the same from start to start. */
    public static DatabaseSettings in(Path directory) {
        return new DatabaseSettings(directory, 0, true);
    }

    public DatabaseSettings withPort(int newPort) {
        return new DatabaseSettings(directory, newPort, durable);
    }

    /** Faster, and a power cut may lose data: for tests only. */
    public DatabaseSettings withoutDurability() {
        return new DatabaseSettings(directory, port, false);
    }
}
