package io.groundcrew.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A Groundcrew that the launcher starts, as a person would. */
final class Installation implements AutoCloseable {

    static final Path HOME = Path.of(System.getProperty("groundcrew.home", ".."))
            .toAbsolutePath()
            .normalize();

    /** What its worker is called. */
    private static final String WORKER_TAGS = "system-test,rack-2";

    private final Path data;
    private final int port;
    private boolean up;

    Installation(Path data) {
        this.data = data;
        this.port = freePort();
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it and returns when its API answers. */
    Installation up(String... more) {
        List<String> arguments = new ArrayList<>(List.of("up", "--detach", "--port", String.valueOf(port)));
        arguments.addAll(List.of(more));
        try {
            launcher(arguments);
        } catch (IllegalStateException late) {
            // What has not started in time goes on.
            launcher(List.of("down"));
            throw late;
        }
        up = true;
        return this;
    }

    void down() {
        up = false;
        launcher(List.of("down"));
    }

    void service(String action, String name) {
        launcher(List.of("service", action, name));
    }

    /** The process of the standalone; empty when it is gone. */
    Optional<ProcessHandle> process() {
        return Files.exists(data.resolve("groundcrew.pid"))
                ? ProcessHandle.of(Long.parseLong(read("groundcrew.pid")))
                : Optional.empty();
    }

    Api api() {
        return new Api("http://127.0.0.1:" + port, read("admin-token"));
    }

    Path data() {
        return data;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    String token() {
        return read("admin-token");
    }

    /** Stops it. One that ended without being asked to is an error, told with its log. */
    @Override
    public void close() {
        boolean ended = up && process().filter(ProcessHandle::isAlive).isEmpty();
        down();
        if (ended) {
            throw new IllegalStateException("Groundcrew had ended by itself:" + logs());
        }
    }

    private String read(String file) {
        try {
            return Files.readString(data.resolve(file)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void launcher(List<String> arguments) {
        List<String> command =
                new ArrayList<>(List.of(HOME.resolve("groundcrew").toString()));
        command.addAll(arguments);
        command.addAll(List.of("--data-dir", data.toString()));
        try {
            Path said = Files.createTempFile("groundcrew", ".log");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
            builder.environment().put("WORKER_TAGS", WORKER_TAGS);
            Process process = builder.start();
            if (!process.waitFor(180, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " did not succeed:\n" + Files.readString(said) + logs());
            }
            Files.delete(said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String logs() {
        return Files.exists(data.resolve("logs/groundcrew.log")) ? "\n" + read("logs/groundcrew.log") : "";
    }
}
