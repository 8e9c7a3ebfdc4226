package io.groundcrew.bench.faults;

import io.groundcrew.bench.Client;
import io.groundcrew.bench.Scratch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Broker, database and services as processes of their own, with two workers, in a directory of their own. */
final class Installation implements AutoCloseable {

    static final Duration LOCK = Duration.ofSeconds(15);

    private static final Path HOME =
            Path.of(System.getProperty("groundcrew.home", ".")).toAbsolutePath().normalize();
    private static final Map<String, String> SETTINGS =
            Map.of("RUNNER_TOPICS_LOCKTIME", LOCK.toSeconds() + "s", "WORKER_POLLINTERVAL", "30s");

    private final Scratch data;
    private final int port;
    private final Set<Part> meantToRun = EnumSet.noneOf(Part.class);
    private final List<ProcessHandle> paused = new ArrayList<>();
    private boolean closed;

    Installation() throws IOException {
        data = Scratch.create("faults");
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
    }

    synchronized Installation up() throws IOException, InterruptedException {
        launcher("up", "--separate", "--detach", "--port", String.valueOf(port));
        Path config = data().resolve("config");
        Files.writeString(
                config.resolve(Part.SECOND_WORKER.id() + ".properties"),
                Files.readString(config.resolve(Part.WORKER.id() + ".properties"))
                        + "\nserver.port=0\nworker.data-directory=" + data().resolve("worker-2") + "\n");
        launcher("service", "start", Part.SECOND_WORKER.id());
        meantToRun.addAll(EnumSet.allOf(Part.class));
        return this;
    }

    Path data() {
        return data.path();
    }

    /** Deletes its directory; only when it was closed. */
    void discard() {
        data.close();
    }

    Client client() throws IOException {
        return new Client(
                "http://127.0.0.1:" + port,
                Files.readString(data().resolve("admin-token")).strip());
    }

    /** Kills processes by SIGKILL; PostgreSQL's own too. Tasks are left to die with their worker. */
    synchronized void kill(List<Part> parts) throws IOException, InterruptedException {
        List<ProcessHandle> killed = new ArrayList<>();
        for (Part part : parts) {
            meantToRun.remove(part);
            process(part).ifPresent(process -> {
                if (part == Part.DATABASE) {
                    killed.addAll(process.descendants().toList());
                }
                killed.addFirst(process);
            });
        }
        killed.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : killed) {
            awaitEnd(process);
        }
    }

    /** Kills PostgreSQL's first process by SIGKILL, and no other: what has started it is to start it again. */
    synchronized void killPostmaster() throws IOException, InterruptedException {
        for (ProcessHandle postmaster :
                process(Part.DATABASE).stream().flatMap(ProcessHandle::children).toList()) {
            postmaster.destroyForcibly();
            awaitEnd(postmaster);
        }
    }

    /** Stops processes as an operator does. */
    synchronized void stop(List<Part> parts) throws IOException, InterruptedException {
        for (Part part : parts) {
            meantToRun.remove(part);
            launcher("service", "stop", part.id());
        }
    }

    /** @throws IllegalStateException when it was closed meanwhile, as an interrupt does */
    synchronized void start(List<Part> parts) throws IOException, InterruptedException {
        if (closed) {
            throw new IllegalStateException("Nothing is started any more");
        }
        for (Part part : parts) {
            launcher("service", "start", part.id());
            meantToRun.add(part);
        }
    }

    /** Lets a process stand still for a while. */
    void pause(Part part, Duration still) throws IOException, InterruptedException {
        ProcessHandle process = process(part).orElseThrow();
        synchronized (paused) {
            paused.add(process);
        }
        signal("STOP", process);
        Thread.sleep(still);
        resume();
    }

    private void resume() throws IOException, InterruptedException {
        synchronized (paused) {
            for (ProcessHandle process : paused) {
                if (process.isAlive()) {
                    signal("CONT", process);
                }
            }
            paused.clear();
        }
    }

    /** Starts again what ended by itself, as a supervisor would; answers with what that was. */
    synchronized List<Part> revive() throws IOException, InterruptedException {
        List<Part> ended = new ArrayList<>();
        for (Part part : EnumSet.copyOf(meantToRun)) {
            if (process(part).isEmpty()) {
                ended.add(part);
            }
        }
        start(ended);
        return ended;
    }

    private Optional<ProcessHandle> process(Part part) throws IOException {
        Path file = data().resolve(part.id() + ".pid");
        return Files.exists(file)
                ? ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
                        .filter(ProcessHandle::isAlive)
                : Optional.empty();
    }

    private static void signal(String name, ProcessHandle process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    private static void awaitEnd(ProcessHandle process) throws InterruptedException {
        try {
            process.onExit().get(10, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Process " + process.pid() + " survived SIGKILL for 10 s", e);
        }
    }

    private void launcher(String... words) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(HOME.resolve("groundcrew").toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--data-dir", data().toString()));
        Path said = Files.createTempFile("groundcrew-faults", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().putAll(SETTINGS);
        int status = builder.start().waitFor();
        String text = Files.readString(said);
        Files.delete(said);
        if (status != 0) {
            throw new IllegalStateException(command + " failed:\n" + text);
        }
    }

    /** Ends all processes; the data stay. A second call does nothing. */
    @Override
    public synchronized void close() throws IOException, InterruptedException {
        if (!closed) {
            closed = true;
            meantToRun.clear();
            resume();
            launcher("down");
        }
    }
}
