package io.groundcrew.embedded;

import java.nio.file.Path;

/**
 * What an embedded PostgreSQL is started with.
 *
 * @param directory where the cluster, the port and the passwords are kept; made when missing
 * @param samePort  whether it must listen where it did before; else a free port is taken when that one is taken
 * @param durable   whether a commit survives a power cut; false is faster and for tests only
 */
public record DatabaseSettings(Path directory, boolean samePort, boolean durable) {

    /** Durable, on a port that stays the same from start to start as long as nobody else takes it. */
    public static DatabaseSettings in(Path directory) {
        return new DatabaseSettings(directory, false, true);
    }

    /** For clients that know the port already: the start fails when another process has it. */
    public DatabaseSettings onTheSamePort() {
        return new DatabaseSettings(directory, true, durable);
    }

    /** Faster, and a power cut may lose data: for tests only. */
    public DatabaseSettings withoutDurability() {
        return new DatabaseSettings(directory, samePort, false);
    }
}
