package io.groundcrew.worker.run;

import io.groundcrew.contracts.run.RunEvent.Finished.Rest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes on their way: as many in memory as the event of an end can carry, which is all that most runs write, and the others
 * in a file. Used under the lock of its owner.
 */
final class Spool implements AutoCloseable {

    private static final int IN_MEMORY = Rest.MAX_BYTES;

    private final Path file;
    private byte[] memory = new byte[0];
    private @Nullable FileChannel channel;
    private long length;

    /** @param file where it goes on; made when it is needed, removed by {@link #close} */
    Spool(Path file) {
        this.file = file;
    }

    /** How many bytes were written. */
    long length() {
        return length;
    }

    void write(byte[] bytes, int offset, int count) throws IOException {
        int first = (int) Math.min(count, IN_MEMORY - Math.min(length, IN_MEMORY));
        if (first > 0) {
            remember(bytes, offset, first);
        }
        if (count > first) {
            ByteBuffer rest = ByteBuffer.wrap(bytes, offset + first, count - first);
            FileChannel open = open();
            while (rest.hasRemaining()) {
                length += open.write(rest, length - IN_MEMORY);
            }
        }
    }

    /** Bytes that were written, {@code count} of them from {@code position} on. */
    byte[] read(long position, int count) throws IOException {
        byte[] found = new byte[count];
        int first = (int) Math.min(count, IN_MEMORY - Math.min(position, IN_MEMORY));
        if (first > 0) {
            System.arraycopy(memory, (int) position, found, 0, first);
        }
        if (count > first) {
            readFully(ByteBuffer.wrap(found, first, count - first), position + first - IN_MEMORY);
        }
        return found;
    }

    @Override
    public void close() throws IOException {
        FileChannel open = channel;
        if (open != null) {
            open.close();
            Files.deleteIfExists(file);
        }
    }

    private void remember(byte[] bytes, int offset, int count) {
        int needed = (int) length + count;
        if (needed > memory.length) {
            memory = Arrays.copyOf(memory, Math.min(IN_MEMORY, Math.max(needed, 2 * memory.length)));
        }
        System.arraycopy(bytes, offset, memory, (int) length, count);
        length += count;
    }

    private FileChannel open() throws IOException {
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
        return open;
    }

    private void readFully(ByteBuffer into, long position) throws IOException {
        FileChannel from = open();
        long at = position;
        while (into.hasRemaining()) {
            int read = from.read(into, at);
            if (read < 0) {
                throw new IOException("The file " + file + " ended early at " + at);
            }
            at += read;
        }
    }
}
