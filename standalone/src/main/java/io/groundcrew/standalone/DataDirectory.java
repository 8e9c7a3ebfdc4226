package io.groundcrew.standalone;

import io.groundcrew.embedded.DirectoryLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/** Where one installation keeps everything; only its owner may read it. */
final class DataDirectory implements AutoCloseable {

    private final Path root;
    private final DirectoryLock lock;

    private DataDirectory(Path root, DirectoryLock lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Opens a data directory for this process alone.
     *
     * @throws StartFailure when another process uses it, it holds something else, or it cannot be made
     */
    static DataDirectory open(Path directory) {
        Path root = directory.toAbsolutePath().normalize();
        try {
            claim(root);
            DirectoryLock lock = DirectoryLock.tryTake(lockFile(root));
            if (lock == null) {
                throw new StartFailure(
                        "Another Groundcrew runs on " + root + ". Stop it with: ./groundcrew down --data-dir " + root);
            }
            for (Service service : Service.values()) {
                makePrivate(root.resolve(service.id()), service);
            }
            Files.writeString(
                    root.resolve("groundcrew.pid"), ProcessHandle.current().pid() + "\n");
            return new DataDirectory(root, lock);
        } catch (IOException e) {
            throw new StartFailure("The data directory " + root + " cannot be used (" + e
                    + "). Make it this user's and writable, or choose another one by --data-dir.");
        }
    }

    /** One that is empty becomes a data directory; the mode of one that holds something else is not ours to change. */
    private static void claim(Path root) throws IOException {
        Files.createDirectories(root);
        if (!Files.exists(lockFile(root)) && !isEmpty(root)) {
            throw new StartFailure("Expected a data directory or an empty one, but " + root
                    + " holds something else. Choose another one by --data-dir, such as " + root.resolve("groundcrew"));
        }
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x--x"));
    }

    private static Path lockFile(Path root) {
        return root.resolve("lock");
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }

    /** Tasks of other users go through the worker's to the one tree that they may see, but cannot list it. */
    private static void makePrivate(Path directory, Service service) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(
                directory, PosixFilePermissions.fromString(service == Service.WORKER ? "rwx--x--x" : "rwx------"));
    }

    Path root() {
        return root;
    }

    Path adminToken() {
        return root.resolve("admin-token");
    }

    Path kafka() {
        return root.resolve("kafka");
    }

    Path database() {
        return root.resolve("postgres");
    }

    Path publicKeys() {
        return root.resolve("keys/public");
    }

    /** Is there when services that run beside this process were told where to find all others. */
    Path ready() {
        return root.resolve("config/ready");
    }

    Path of(Service service) {
        return root.resolve(service.id());
    }

    Path privateKeysOf(Service service) {
        return root.resolve("keys").resolve(service.id());
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(root.resolve("groundcrew.pid"));
        lock.close();
    }
}
