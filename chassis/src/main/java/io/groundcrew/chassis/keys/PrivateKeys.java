package io.groundcrew.chassis.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory of one service's own keys, each made once in a file that only its owner may read. */
final class PrivateKeys {

    private static final Logger log = LoggerFactory.getLogger(PrivateKeys.class);

    private final Path directory;

    PrivateKeys(Path directory) {
        this.directory = directory;
    }

    /** What a key file holds; made first when there is none. */
    String readOrMake(String name, Supplier<String> fresh) {
        Path file = file(name);
        try {
            if (Files.notExists(file)) {
                make(file, fresh.get());
            }
            return Files.readString(file, StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read or make the key file " + file, e);
        }
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    private void make(Path file, String content) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path fresh = Files.createTempFile(directory, "key", ".new");
        try {
            try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                out.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.US_ASCII)));
                out.force(true);
            }
            // A hard link fails when the name is taken, so of two processes that start at once only one makes the key.
            Files.createLink(file, fresh);
            log.info("There was no key file {}, so a new key was made; back it up", file);
        } catch (FileAlreadyExistsException takenByAnother) {
            log.debug("Another process made the key file {}", file);
        } finally {
            Files.deleteIfExists(fresh);
        }
        // What is encrypted under the key may be committed in a moment, and must not outlive it in a power cut.
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }
}
