package io.groundcrew.worker.execute;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection to one supervisor process; over when that process is. */
final class SupervisorLink implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SupervisorLink.class);
    private static final String CRASHED = "the process supervisor crashed while it ran; its process tree was killed";

    private final Process process;
    private final DataOutputStream out;
    private final Map<UUID, TaskSupervisor.Tracked> runs = new ConcurrentHashMap<>();
    // Written by a thread of its own: the reader sends too, and must not wait for a supervisor that waits for the
    // reader.
    private final LinkedBlockingQueue<Frame> commands = new LinkedBlockingQueue<>();
    private final Thread writer;
    private volatile boolean over;

    SupervisorLink(Process process) {
        this.process = process;
        this.out = TaskSupervisor.commands(process);
        this.writer = Thread.ofVirtual().name("supervisor-commands").start(this::write);
        Thread.ofPlatform().daemon().name("supervisor-frames").start(this::read);
    }

    void add(TaskSupervisor.Tracked run, Frame start) throws IOException {
        runs.put(run.id, run);
        send(start);
        if (over) {
            runs.remove(run.id);
            throw new IOException("it has just ended");
        }
    }

    void send(Frame frame) {
        commands.add(frame);
    }

    boolean isOver() {
        return over || !process.isAlive();
    }

    private void write() {
        try {
            while (!over) {
                commands.take().write(out);
                if (commands.isEmpty()) {
                    out.flush();
                }
            }
        } catch (IOException e) {
            log.debug("The supervisor takes no more commands", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 17))) {
            for (Frame frame = Frame.read(in); frame != null; frame = Frame.read(in)) {
                take(frame);
            }
        } catch (IOException | RuntimeException e) {
            log.debug("The frames of the supervisor ended", e);
        } finally {
            over = true;
            writer.interrupt();
            process.destroyForcibly();
            if (!runs.isEmpty()) {
                log.warn("The process supervisor ended with {} runs in flight; they fail", runs.size());
            }
            runs.values().forEach(run -> run.end.complete(ProcessEnd.broken(CRASHED)));
            runs.clear();
        }
    }

    private void take(Frame frame) {
        TaskSupervisor.Tracked run = runs.get(frame.run());
        if (run == null) {
            return;
        }
        try {
            switch (frame.type()) {
                case Frame.STDOUT -> run.listener.output(frame.payload());
                case Frame.STDERR -> run.listener.errors(frame.payload());
                case Frame.FD3 -> run.listener.result(frame.payload());
                case Frame.EXITED -> {
                    runs.remove(frame.run());
                    String broken = run.broken;
                    run.end.complete(broken == null ? TaskSupervisor.end(frame.payload()) : ProcessEnd.broken(broken));
                }
                default -> {
                    // PONG tells nothing that is asked for here.
                }
            }
        } catch (RuntimeException e) {
            log.error("The output of a run could not be handled; the run is killed", e);
            run.broken = "the worker could not handle its output (" + e + "); its process tree was killed";
            run.discardOutput();
            run.kill(Duration.ZERO);
        }
    }

    /** The end of its input makes the supervisor kill every tree; waits for that. */
    @Override
    public void close() {
        try {
            // The process's own stream: flushing what is buffered could block, and no command matters any more.
            process.getOutputStream().close();
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
