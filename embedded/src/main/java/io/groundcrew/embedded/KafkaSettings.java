package io.groundcrew.embedded;

import java.nio.file.Path;
import java.util.Map;

/**
 * What an embedded broker is started with.
 *
 * @param directory   where the log, the ports and the password are kept; made when missing
 * @param samePort    whether it must listen where it did before; else a free port is taken when that one is taken
 * @param credentials whether clients must log in ({@link EmbeddedKafka#clientProperties()} says how)
 * @param overrides   broker properties that replace the defaults
 */
public record KafkaSettings(Path directory, boolean samePort, boolean credentials, Map<String, String> overrides) {

    public KafkaSettings {
        overrides = Map.copyOf(overrides);
    }

    /** Credentials on, a port that stays the same from start to start as long as nobody else takes it. */
    public static KafkaSettings in(Path directory) {
        return new KafkaSettings(directory, false, true, Map.of());
    }

    /** For clients that know the port already: the start fails when another process has it. */
    public KafkaSettings onTheSamePort() {
        return new KafkaSettings(directory, true, credentials, overrides);
    }

    /** Lets every local user in: for tests only. */
    public KafkaSettings withoutCredentials() {
        return new KafkaSettings(directory, samePort, false, overrides);
    }

    public KafkaSettings withOverrides(Map<String, String> newOverrides) {
        return new KafkaSettings(directory, samePort, credentials, newOverrides);
    }
}
