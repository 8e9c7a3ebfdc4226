package io.groundcrew.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Finds loopback ports. */
public final class Ports {

    static final String LOOPBACK = "127.0.0.1";

    /** A port that was chosen is free until it is used; nobody else in this process may choose it meanwhile. */
    private static final Set<Integer> CHOSEN = ConcurrentHashMap.newKeySet();

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
        if (last != 0 && isFree(last)) {
            CHOSEN.add(last);
            return last;
        }
        return free();
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

    /** A free port, another one for each call in this process. */
    public static int free() {
        int port = any();
        while (!CHOSEN.add(port)) {
            port = any();
        }
        return port;
    }

    private static int any() {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral(LOOPBACK))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("No free port on " + LOOPBACK, e);
        }
    }
}
