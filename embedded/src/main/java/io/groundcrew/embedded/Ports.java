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

    /**
     * The last port if it is still free, else any free one.
     *
     * @param last the port of the last start, 0 for none
     * @param same whether it must be the last one, and the start fails when that is taken
     */
    static int choose(String owner, int last, boolean same) {
        if (last == 0) {
            return free();
        }
        if (isFree(last)) {
            CHOSEN.add(last);
            return last;
        }
        if (same) {
            throw new EmbeddedStartException(
                    "%s was to listen on port %d as before, where its clients look for it, but another process uses that port; free it or start everything anew"
                            .formatted(owner, last));
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
