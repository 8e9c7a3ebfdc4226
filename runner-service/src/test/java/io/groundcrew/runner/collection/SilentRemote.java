package io.groundcrew.runner.collection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A Git server that takes connections and says nothing until it is told to. */
public final class SilentRemote implements AutoCloseable {

    private final ServerSocket server;
    private final List<Socket> connections = new CopyOnWriteArrayList<>();

    public SilentRemote() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("silent remote").start(this::take);
    }

    private void take() {
        while (!server.isClosed()) {
            try {
                connections.add(server.accept());
            } catch (IOException e) {
                return;
            }
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/x.git";
    }

    /** How many have connected so far. */
    int connections() {
        return connections.size();
    }

    /** Whether the client has closed a connection; waits for half a second at the most. */
    boolean isClosed(int connection) {
        Socket socket = connections.get(connection);
        try {
            socket.setSoTimeout(500);
            while (socket.getInputStream().read() >= 0) {}
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Says on all connections that there is no such repository. */
    void answer() {
        byte[] answer = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII);
        for (Socket connection : connections) {
            try {
                connection.getOutputStream().write(answer);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
