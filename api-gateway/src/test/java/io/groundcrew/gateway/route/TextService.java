package io.groundcrew.gateway.route;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A service that answers every request with the same text, down to its last byte, and keeps each connection. */
final class TextService implements AutoCloseable {

    /** The lines of each request's head. */
    final List<List<String>> heads = new CopyOnWriteArrayList<>();

    final List<Socket> connections = new CopyOnWriteArrayList<>();
    /** Connections that their client has closed. */
    final List<Socket> ended = new CopyOnWriteArrayList<>();

    private final String answer;
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    TextService(String answer) throws IOException {
        this.answer = answer;
        Thread.ofVirtual().start(this::accept);
    }

    URI at(String target) {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + target);
    }

    void write(String text) throws IOException {
        write(connections.getLast(), text);
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket socket = server.accept();
                connections.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket socket) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))) {
            List<String> head = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    heads.add(List.copyOf(head));
                    head.clear();
                    write(socket, answer);
                } else {
                    head.add(line);
                }
            }
        } catch (IOException e) {
            // Its client reset it.
        }
        ended.add(socket);
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }
}
