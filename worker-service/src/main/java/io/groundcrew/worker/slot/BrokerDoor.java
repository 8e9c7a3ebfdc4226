package io.groundcrew.worker.slot;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** Whether it is worth while to make a consumer: whether any of Kafka's bootstrap servers takes connections. */
final class BrokerDoor {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final String bootstrapServers;

    /** @param bootstrapServers hosts with ports, separated by commas */
    BrokerDoor(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Tries them in turn, each for up to a second. */
    boolean isOpen() {
        return Stream.of(bootstrapServers.split(",")).map(String::strip).anyMatch(BrokerDoor::answers);
    }

    private static boolean answers(String server) {
        @Nullable String host = Utils.getHost(server);
        @Nullable Integer port = Utils.getPort(server);
        if (host == null || port == null) {
            // Kafka's client says what is wrong with it.
            return true;
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), (int) PATIENCE.toMillis());
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
