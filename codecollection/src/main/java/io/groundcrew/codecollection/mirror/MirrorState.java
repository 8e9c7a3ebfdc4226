package io.groundcrew.codecollection.mirror;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/**
 * What a mirror remembers between syncs, kept in its directory.
 *
 * @param identity of the repository the commit came from
 * @param path of the collection in it
 * @param commit the good one
 * @param files below the path
 * @param bytes of them
 */
record MirrorState(String identity, String path, String commit, long files, long bytes) {

    static Optional<MirrorState> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties kept = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            kept.load(reader);
            return Optional.of(new MirrorState(
                    kept.getProperty("identity", ""),
                    kept.getProperty("path", ""),
                    kept.getProperty("commit", ""),
                    Long.parseLong(kept.getProperty("files", "0")),
                    Long.parseLong(kept.getProperty("bytes", "0"))));
        } catch (IllegalArgumentException e) {
            // A torn file says nothing we can trust; the next sync writes it again.
            return Optional.empty();
        }
    }

    void write(Path file) throws IOException {
        Properties kept = new Properties();
        kept.setProperty("identity", identity);
        kept.setProperty("path", path);
        kept.setProperty("commit", commit);
        kept.setProperty("files", Long.toString(files));
        kept.setProperty("bytes", Long.toString(bytes));
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try (Writer writer = Files.newBufferedWriter(next)) {
            kept.store(writer, null);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
