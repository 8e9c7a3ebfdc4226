package io.groundcrew.embedded;

import java.nio.file.Path;
import java.util.Map;

/**
 * What an embedded broker is started with.
 *
 * @param directory   where the log, the ports and the password are kept; made when missing
 * @param port        the client port, or 0 for the port of the last start, else a free one
 * @param credentials whether clients must log in ({@link EmbeddedKafka#clientProperties()} says how)
 * @param overrides   broker properties that replace the defaults
 */
public record KafkaSettings(Path directory, int port, boolean credentials, Map<String, String> overrides) {

    public KafkaSettings {
        Ports.check(port);
        overrides = Map.copyOf(overrides);
    }

    /** Credentials on, a port that stays the same from start to start. */
    public static KafkaSettings in(Path directory) {
        return new KafkaSettings(directory, 0, true, Map.of());
    }

    public KafkaSettings withPort(int newPort) {
        return new KafkaSettings(directory, newPort, credentials, overrides);
    }

    /** Lets every local user in: for tests only. */
    public KafkaSettings withoutCredentials() {
        return new KafkaSettings(directory, port, false, overrides);
    }

    public KafkaSettings withOverrides(Map<String, String> newOverrides) {
        return new KafkaSettings(directory, port, credentials, newOverrides);
    }
}
