package io.groundcrew.worker.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class BrokerDoorTest {

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    @Test
    void isOpenWhenAnyServerTakesConnections() throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 1, HERE);
                Socket silent = silent()) {
            String open = "127.0.0.1:" + listening.getLocalPort();
            String shut = "127.0.0.1:" + silent.getLocalPort();

            assertThat(new BrokerDoor(open).isOpen()).isTrue();
            assertThat(new BrokerDoor(shut + ", " + open).isOpen()).isTrue();
        }
    }

    @Test
    void isShutWhenNoneDoes() throws IOException {
        try (Socket silent = silent()) {
            assertThat(new BrokerDoor("127.0.0.1:" + silent.getLocalPort()).isOpen())
                    .isFalse();
        }
        assertThat(new BrokerDoor("nobody.invalid:9092").isOpen()).isFalse();
    }

    @Test
    void leavesAnAddressThatCannotBeReadToKafka() {
        assertThat(new BrokerDoor("nowhere").isOpen()).isTrue();
    }

    /** Has a port, so that nobody else gets it, and does not listen. */
    private static Socket silent() throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(HERE, 0));
        return socket;
    }
}
