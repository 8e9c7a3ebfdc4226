package io.groundcrew.worker.run;

import io.groundcrew.contracts.run.OutputChunk;
import io.groundcrew.contracts.run.RunEvent.Finished.Rest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The log of one attempt on its way to Kafka. The task writes to a file that its limit bounds and never waits; a thread of
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
    private final Thread sender;

    private @Nullable FileChannel channel;
    private long written;
    private boolean cut;
    private boolean ended;
    private @Nullable Exception failure;

    RunLog(Path file, long limit, OutputWindow window) {
        this.file = file;
        this.limit = limit;
        this.window = window;
        this.sender = Thread.ofVirtual().name("log-" + file.getFileName()).start(this::sendAll);
    }

    @Override
    public void log(byte[] bytes, int offset, int length) {
        lock.lock();
        try {
            if (ended || cut || length == 0) {
                return;
            }
            long room = limit - written;
            write(ByteBuffer.wrap(bytes, offset, (int) Math.min(room, length)));
            if (length > room) {
                cut = true;
                write(ByteBuffer.wrap(("\n[groundcrew] The log reached its limit of " + limit
                                + " bytes; what the task wrote after this is not kept.\n")
                        .getBytes(StandardCharsets.UTF_8)));
            }
            changed.signalAll();
        } catch (IOException e) {
            throw new UncheckedIOException("The log cannot be written to " + file, e);
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more, and returns when everything but a short rest was handed to Kafka. */
    OutputWindow end() throws InterruptedException {
        markEnded();
        sender.join();
        Exception failed = failure;
        if (failed != null) {
            throw new IllegalStateException("The log of " + file.getFileName() + " could not be sent", failed);
        }
        return window;
    }

    /** Sends nothing more and removes the file. */
    @Override
    public void close() {
        markEnded();
        sender.interrupt();
        try {
            sender.join();
            FileChannel open = channel;
            if (open != null) {
                open.close();
            }
            Files.deleteIfExists(file);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException("The log file " + file + " cannot be removed", e);
        }
    }

    private void markEnded() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        FileChannel open = channel;
        if (open == null) {
            Files.createDirectories(file.getParent());
            open = FileChannel.open(
                    file,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            channel = open;
        }
        while (bytes.hasRemaining()) {
            written += open.write(bytes, written);
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
            while (!ended && written == window.sent()) {
                changed.await();
            }
            long left = LINGER_NANOS;
            while (!ended && written - window.sent() < OutputChunk.MAX_BYTES && left > 0) {
                left = changed.awaitNanos(left);
            }
            return ended && written - window.sent() <= Rest.MAX_BYTES ? new byte[0] : unsent();
        } finally {
            lock.unlock();
        }
    }

    /** What was written and not sent, as far as one chunk can carry it. */
    private byte[] unsent() throws IOException {
        byte[] chunk = new byte[(int) Math.min(written - window.sent(), OutputChunk.MAX_BYTES)];
        FileChannel open = channel;
        if (open != null) {
            readFully(open, ByteBuffer.wrap(chunk), window.sent());
        }
        return chunk;
    }

    private static void readFully(FileChannel from, ByteBuffer into, long position) throws IOException {
        long at = position;
        while (into.hasRemaining()) {
            int read = from.read(into, at);
            if (read < 0) {
                throw new IOException("The log file ended early at " + at);
            }
            at += read;
        }
    }
}
