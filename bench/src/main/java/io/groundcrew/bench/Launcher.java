package io.groundcrew.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A standalone of the bench's own, in a directory of its own. */
final class Launcher implements AutoCloseable {

    static final Path HOME =
            Path.of(System.getProperty("groundcrew.home", ".")).toAbsolutePath().normalize();

    private final Scratch data;
    private final int port;

    Launcher() throws IOException {
        data = Scratch.create("bench");
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
    }

    Launcher up() throws IOException, InterruptedException {
        return up(Map.of());
    }

    /** @param settings further environment variables */
    Launcher up(Map<String, String> settings) throws IOException, InterruptedException {
        run(List.of("up", "--detach", "--port", String.valueOf(port)), settings);
        return this;
    }

    void down() throws IOException, InterruptedException {
        run(List.of("down"), Map.of());
    }

    Path data() {
        return data.path();
    }

    Client client() throws IOException {
        return new Client(
                "http://127.0.0.1:" + port,
                Files.readString(data().resolve("admin-token")).strip());
    }

    ProcessHandle process() throws IOException {
        long pid = Long.parseLong(
                Files.readString(data().resolve("groundcrew.pid")).strip());
        return ProcessHandle.of(pid).orElseThrow();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        down();
        data.close();
    }

    private void run(List<String> arguments, Map<String, String> settings) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(HOME.resolve("groundcrew").toString()));
        command.addAll(arguments);
        command.addAll(List.of("--data-dir", data().toString()));
        Path said = Files.createTempFile("groundcrew-bench", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().putAll(settings);
        Process process = builder.start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(command + " failed:\n" + Files.readString(said));
        }
        Files.delete(said);
    }
}
