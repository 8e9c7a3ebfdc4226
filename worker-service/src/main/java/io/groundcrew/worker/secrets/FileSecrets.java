package io.groundcrew.worker.secrets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** {@code file@<path>}: a file of the worker below an allowed directory. */
final class FileSecrets implements SecretProvider {

    private static final String PREFIX = "file@";
    private static final long LARGEST = 1 << 20;

    private final List<Path> roots;

    FileSecrets(List<Path> roots) {
        this.roots = List.copyOf(roots);
    }

    @Override
    public boolean knows(String key) {
        return key.startsWith(PREFIX);
    }

    @Override
    public String read(String workspace, String key) throws SecretUnavailableException {
        try {
            // Links are followed first, so that none leads out of the allowed directories.
            Path file = Path.of(key.substring(PREFIX.length())).toRealPath();
            if (!allowed(file)) {
                throw new SecretUnavailableException(
                        "which is not below a directory of worker.secrets.file-roots. Move it or allow it.");
            }
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
                throw new SecretUnavailableException("which is not a regular file of at most 1 MiB. Name another one.");
            }
            return Files.readString(file);
        } catch (IOException | InvalidPathException e) {
            throw new SecretUnavailableException("which cannot be read as UTF-8 text ("
                    + e.getClass().getSimpleName() + "). Check that it is there and readable by the worker.");
        }
    }

    private boolean allowed(Path file) throws IOException {
        for (Path root : roots) {
            if (Files.isDirectory(root) && file.startsWith(root.toRealPath())) {
                return true;
            }
        }
        return false;
    }
}
