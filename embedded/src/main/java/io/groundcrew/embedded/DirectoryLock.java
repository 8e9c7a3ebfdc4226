package io.groundcrew.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A file that one living process at a time holds. The lock is the operating system's, so a killed process leaves none. */
public final class DirectoryLock implements AutoCloseable {

    /**
     * The files that this process holds, none of which is opened again: with any channel to it that is closed, be it by the
     * garbage collector, the system drops the lock of the one that holds it.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private DirectoryLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Takes the lock; null when somebody holds it, in this process or in another. */
    public static @Nullable DirectoryLock tryTake(Path file) throws IOException {
        Path real = real(file);
        if (!HELD.add(real)) {
            return null;
        }
        DirectoryLock taken = null;
        try {
            taken = lock(real);
            return taken;
        } finally {
            if (taken == null) {
                HELD.remove(real);
            }
        }
    }

    /** The same for one file however it is reached. */
    private static Path real(Path file) throws IOException {
        Path directory = file.toAbsolutePath().resolveSibling("").toRealPath();
        return directory.resolve(file.getName(file.getNameCount() - 1));
    }

    private static @Nullable DirectoryLock lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() != null) {
            return new DirectoryLock(file, channel);
        }
        channel.close();
        return null;
    }

    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            channel.close();
            HELD.remove(file);
        }
    }
}
