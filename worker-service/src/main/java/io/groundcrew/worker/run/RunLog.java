package io.groundcrew.worker.run;

import io.groundcrew.contracts.run.OutputChunk;
import io.groundcrew.contracts.run.RunEvent.Finished.Rest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of one attempt on its way to Kafka. The task writes to a spool that its limit bounds and never waits; a thread of
 * its own sends from there, so a Kafka that is away delays the reader only. Where the spool cannot be written the log ends with
 * a notice, and the task goes on.
 */
final class RunLog implements TaskExecutor.TaskOutput, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RunLog.class);

    /** How long the first bytes of a chunk wait for more. */
    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

    private final Path file;
    private final long limit;
    private final OutputWindow window;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Spool spool;

    private @Nullable Thread sender;

    /** The last of the log, which needs no room in the spool; empty until there is one. */
    private byte[] notice = new byte[0];

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
            if (ended || notice.length > 0 || length == 0) {
                return;
            }
            long room = limit - spool.length();
            if (spooled(bytes, offset, (int) Math.min(room, length)) && length > room) {
                endWith("The log reached its limit of " + limit + " bytes");
            }
            beSent();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean spooled(byte[] bytes, int offset, int length) {
        try {
            spool.write(bytes, offset, length);
            return true;
        } catch (IOException e) {
            log.warn("The log cannot be written to {}, its task goes on: {}", file, e.toString());
            endWith("The worker could not keep more of the log (" + e.getMessage() + ")");
            return false;
        }
    }

    private void endWith(String reason) {
        notice = ("\n[groundcrew] " + reason + "; what the task wrote after this is not kept.\n")
                .getBytes(StandardCharsets.UTF_8);
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
            while (!ended && left() == 0) {
                changed.await();
            }
            long patience = LINGER_NANOS;
            while (!ended && left() < OutputChunk.MAX_BYTES && patience > 0) {
                patience = changed.awaitNanos(patience);
            }
            return ended && left() <= Rest.MAX_BYTES ? new byte[0] : unsent();
        } finally {
            lock.unlock();
        }
    }

    /** How many bytes are not sent. */
    private long left() {
        return spool.length() + notice.length - window.sent();
    }

    /** What was written and not sent, as far as one chunk can carry it. */
    private byte[] unsent() throws IOException {
        int count = (int) Math.min(left(), OutputChunk.MAX_BYTES);
        int spooled = (int) Math.min(count, Math.max(0, spool.length() - window.sent()));
        byte[] bytes = Arrays.copyOf(spool.read(window.sent(), spooled), count);
        System.arraycopy(notice, (int) Math.max(0, window.sent() - spool.length()), bytes, spooled, count - spooled);
        return bytes;
    }
}
