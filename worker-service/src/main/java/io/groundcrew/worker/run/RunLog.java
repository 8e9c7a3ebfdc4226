package io.groundcrew.worker.run;

import io.groundcrew.contracts.run.OutputChunk;
import io.groundcrew.contracts.run.RunEvent.Finished.Rest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The log of one attempt on its way to Kafka. The task writes to a spool that its limit bounds and never waits; a thread of
 * its own sends from there, so a Kafka that is away delays the reader only.
 */
final class RunLog implements TaskExecutor.TaskOutput, AutoCloseable {

    /** How long the first bytes of a chunk wait for more. */
    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

    private final Path file;
    private final long limit;
    private final OutputWindow window;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Spool spool;

    private @Nullable Thread sender;
    private boolean cut;
    private boolean ended;
    private @Nullable Exception failure;

    RunLog(Path file, long limit, OutputWindow window) {
        this.file = file;
        this.limit = limit;
        this.window = window;
        this.spool = new Spool(file);
    }

    @Override
    public void log(byte[] bytes, int offset, int length) {
        lock.lock();
        try {
            if (ended || cut || length == 0) {
                return;
            }
            long room = limit - spool.length();
            spool.write(bytes, offset, (int) Math.min(room, length));
            if (length > room) {
                cut = true;
                byte[] notice = ("\n[groundcrew] The log reached its limit of " + limit
                                + " bytes; what the task wrote after this is not kept.\n")
                        .getBytes(StandardCharsets.UTF_8);
                spool.write(notice, 0, notice.length);
            }
            beSent();
            changed.signalAll();
        } catch (IOException e) {
            throw new UncheckedIOException("The log cannot be written to " + file, e);
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more, and returns when everything but a short rest was handed to Kafka. */
    OutputWindow end() throws InterruptedException {
        Thread last = markEnded();
        if (last != null) {
            last.join();
        }
        Exception failed = failure;
        if (failed != null) {
            throw new IllegalStateException("The log of " + file.getFileName() + " could not be sent", failed);
        }
        return window;
    }

    /** Sends nothing more and removes the file. */
    @Override
    public void close() {
        Thread last = markEnded();
        try {
            if (last != null) {
                last.interrupt();
                last.join();
            }
            spool.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException("The log file " + file + " cannot be removed", e);
        }
    }

    /** The thread that sends, if any was begun. */
    private @Nullable Thread markEnded() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
            return sender;
        } finally {
            lock.unlock();
        }
    }

    /** A task that writes nothing needs no thread for it. */
    private void beSent() {
        if (sender == null) {
            sender = Thread.ofVirtual().name("log-" + file.getFileName()).start(this::sendAll);
        }
    }

    private void sendAll() {
        try {
            for (byte[] chunk = next(); chunk.length > 0; chunk = next()) {
                window.send(chunk);
            }
            window.keep(unsent());
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | IOException | RuntimeException e) {
            failure = e;
        }
    }

    /** The next bytes to send; none when the log has ended and is sent but for a short rest. */
    private byte[] next() throws InterruptedException, IOException {
        lock.lock();
        try {
            while (!ended && spool.length() == window.sent()) {
                changed.await();
            }
            long left = LINGER_NANOS;
            while (!ended && spool.length() - window.sent() < OutputChunk.MAX_BYTES && left > 0) {
                left = changed.awaitNanos(left);
            }
            return ended && spool.length() - window.sent() <= Rest.MAX_BYTES ? new byte[0] : unsent();
        } finally {
            lock.unlock();
        }
    }

    /** What was written and not sent, as far as one chunk can carry it. */
    private byte[] unsent() throws IOException {
        return spool.read(window.sent(), (int) Math.min(spool.length() - window.sent(), OutputChunk.MAX_BYTES));
    }
}
