package io.groundcrew.worker.execute;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Starts processes, all of them, through one small Python process that keeps their limits and ends their trees. It is
 * started when it is first needed and again after a crash. The only class that starts a process.
 */
public final class TaskSupervisor implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** A little less than the longest command that the supervisor reads. */
    private static final int MOST_BYTES = 16 * 1024 * 1024 - 1024;

    private final Path script;
    private final String python;
    private @Nullable SupervisorLink link;
    private boolean closed;

    /**
     * @param runtime the assembled task runtime
     * @param python the interpreter, a path or a name on the {@code PATH}
     */
    public TaskSupervisor(Path runtime, String python) {
        this.script = runtime.toAbsolutePath().resolve("src/groundcrew_runtime/supervisor.py");
        this.python = python;
        if (!Files.isRegularFile(script)) {
            throw new IllegalStateException("Expected the task runtime in " + runtime + ", found no " + script
                    + ". Build the module task-runtime or set its directory.");
        }
    }

    /** Starts a process and returns at once. What goes wrong is in {@link StartedProcess#end()}. */
    StartedProcess start(Command command, OutputListener listener) {
        UUID id = UUID.randomUUID();
        Map<String, Object> start = new LinkedHashMap<>();
        start.put("argv", command.argv());
        start.put("env", command.environment());
        start.put("cwd", command.directory().toString());
        start.put("timeoutSeconds", command.timeout().toMillis() / 1000.0);
        start.put("graceSeconds", GRACE.toSeconds());
        start.put("captureFd3", command.result());
        start.put("warm", command.warm());
        command.confinement().addTo(start);
        if (!command.limits().isEmpty()) {
            start.put("limits", command.limits());
        }
        if (command.input() != null) {
            start.put("stdin", command.input());
        }
        Tracked tracked = new Tracked(id, listener);
        byte[] order = JSON.writeValueAsBytes(start);
        if (order.length > MOST_BYTES) {
            tracked.end.complete(ProcessEnd.broken("its variables and secrets come to " + order.length
                    + " bytes, expected at most " + MOST_BYTES + ". Give it fewer or shorter ones"));
            return tracked;
        }
        try {
            SupervisorLink current = current();
            tracked.link = current;
            current.add(tracked, new Frame(Frame.START, id, order));
        } catch (IOException e) {
            tracked.end.complete(ProcessEnd.broken("the process supervisor does not answer: " + e.getMessage()));
        }
        return tracked;
    }

    private synchronized SupervisorLink current() throws IOException {
        if (closed) {
            throw new IOException("the worker is stopping");
        }
        if (link == null || link.isOver()) {
            Process process = new ProcessBuilder(List.of(python, "-I", "-S", script.toString()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            link = new SupervisorLink(process);
        }
        return link;
    }

    /** Kills every tree. */
    @Override
    public synchronized void close() {
        closed = true;
        if (link != null) {
            link.close();
        }
    }

    /** One process as this side knows it. */
    static final class Tracked implements StartedProcess {

        final UUID id;
        final OutputListener listener;
        final CompletableFuture<ProcessEnd> end = new CompletableFuture<>();
        volatile @Nullable SupervisorLink link;

        /** Why it was killed by the link itself. */
        @Nullable
        String broken;

        Tracked(UUID id, OutputListener listener) {
            this.id = id;
            this.listener = listener;
        }

        @Override
        public CompletableFuture<ProcessEnd> end() {
            return end;
        }

        @Override
        public void kill(Duration grace) {
            String body = "{\"graceSeconds\":" + grace.toMillis() / 1000.0 + "}";
            send(Frame.KILL, body.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void discardOutput() {
            send(Frame.DISCARD, new byte[] {Frame.STDOUT, Frame.STDERR});
        }

        private void send(int type, byte[] payload) {
            SupervisorLink to = link;
            if (to != null && !end.isDone()) {
                to.send(new Frame(type, id, payload));
            }
        }
    }

    static DataOutputStream commands(Process process) {
        return new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), 1 << 16));
    }

    static ProcessEnd end(byte[] payload) {
        try {
            var body = JSON.readTree(payload);
            return new ProcessEnd(
                    body.path("code").isInt() ? body.path("code").intValue() : null,
                    body.path("signal").isInt() ? body.path("signal").intValue() : null,
                    body.path("killedBy").isString() ? body.path("killedBy").stringValue() : null,
                    body.path("error").isString() ? body.path("error").stringValue() : null);
        } catch (RuntimeException e) {
            throw new UncheckedIOException(new IOException("The supervisor sent an end that is no JSON", e));
        }
    }
}
