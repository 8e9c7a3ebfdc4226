package io.groundcrew.embedded;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;

/**
 * A directory that one living process at a time may use, with the few facts kept between its starts (ports, passwords)
 * in a file only its owner reads.
 */
final class InstanceDirectory implements AutoCloseable {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path path;
    private final DirectoryLock lock;
    private final Properties facts = new Properties();

    private InstanceDirectory(Path path, DirectoryLock lock) {
        this.path = path;
        this.lock = lock;
    }

    static InstanceDirectory open(Path directory) {
        Path path = directory.toAbsolutePath().normalize();
        try {
            Files.createDirectories(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            DirectoryLock lock = DirectoryLock.tryTake(path.resolve("in-use.lock"));
            if (lock == null) {
                throw new EmbeddedStartException(
                        "%s is in use by another running process; stop that one or choose another data directory"
                                .formatted(path));
            }
            var opened = new InstanceDirectory(path, lock);
            opened.load();
            return opened;
        } catch (IOException e) {
            throw new EmbeddedStartException(
                    "%s cannot be used as a data directory: %s; make it writable or choose another"
                            .formatted(path, e.getMessage()),
                    e);
        }
    }

    private void load() throws IOException {
        Path file = path.resolve("instance.properties");
        if (Files.exists(file)) {
            try (var in = Files.newInputStream(file)) {
                facts.load(in);
            }
        }
    }

    Path path() {
        return path;
    }

    synchronized int port(String key) {
        return Integer.parseInt(facts.getProperty(key, "0"));
    }

    synchronized void remember(String key, String value) {
        if (value.equals(facts.setProperty(key, value))) {
            return;
        }
        save();
    }

    /** The secret kept under this key, made on first use. */
    synchronized String secret(String key) {
        String known = facts.getProperty(key);
        if (known != null) {
            return known;
        }
        byte[] bytes = new byte[24];
        RANDOM.nextBytes(bytes);
        String made = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        remember(key, made);
        return made;
    }

    /** Writes beside and renames, so that a kill leaves the old file or the new one. */
    private void save() {
        try {
            Path next = privateFile("instance.properties.next");
            try (var out = FileChannel.open(next, StandardOpenOption.WRITE)) {
                var text = new StringWriter();
                facts.store(text, null);
                out.write(StandardCharsets.ISO_8859_1.encode(text.toString()));
                out.force(true);
            }
            Files.move(
                    next,
                    path.resolve("instance.properties"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep ports and passwords in " + path, e);
        }
    }

    /** An empty file in this directory that only the owner may read. */
    Path privateFile(String name) throws IOException {
        Path file = path.resolve(name);
        Files.deleteIfExists(file);
        return Files.createFile(
                file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot release " + path, e);
        }
    }
}
