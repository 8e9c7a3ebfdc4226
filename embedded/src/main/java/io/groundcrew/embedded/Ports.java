package io.groundcrew.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Finds loopback ports. */
final class Ports {

    static final String LOOPBACK = "127.0.0.1";

    private Ports() {}

    static void check(int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("Expected a port from 0 (any) to 65535, found " + port);
        }
    }

    /** The asked port (else fails), or the last one if it is still free, or any free one. */
    static int choose(String owner, int asked, int last) {
        if (asked != 0) {
            if (!isFree(asked)) {
                throw new EmbeddedStartException(
                        "%s was to listen on port %d, which another process uses; free it or choose another port"
                                .formatted(owner, asked));
            }
            return asked;
        }
        return last != 0 && isFree(last) ? last : free();
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(LOOPBACK), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static int free() {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral(LOOPBACK))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("No free port on " + LOOPBACK, e);
        }
    }
}
