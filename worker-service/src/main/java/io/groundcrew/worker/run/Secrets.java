package io.groundcrew.worker.run;

import io.groundcrew.contracts.run.SecretRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Resolves references to secrets at the last moment. So far one provider is known: {@code file@<path>}. */
final class Secrets {

    private static final String FILE = "file@";
    private static final long LARGEST = 1 << 20;

    private final List<Path> roots;

    Secrets(List<Path> roots) {
        this.roots = List.copyOf(roots);
    }

    /**
     * The values by variable name.
     *
     * @throws RefusedException with a sentence that names the secret and never its value
     */
    Map<String, String> resolve(List<SecretRef> references) {
        Map<String, String> values = new HashMap<>();
        for (SecretRef reference : references) {
            values.put(reference.name(), value(reference));
        }
        return values;
    }

    private String value(SecretRef secret) {
        if (!secret.workspaceKey().startsWith(FILE)) {
            throw new RefusedException("The secret \"" + secret.name() + "\" is given as \"" + form(secret)
                    + "\", which this worker cannot resolve. Expected file@<path>.");
        }
        try {
            // Links are followed first, so that none leads out of the allowed directories.
            Path file = Path.of(secret.workspaceKey().substring(FILE.length())).toRealPath();
            if (!allowed(file)) {
                throw refused(
                        secret, "which is not below a directory of worker.secret-file-roots. Move it or allow it.");
            }
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
                throw refused(secret, "which is not a regular file of at most 1 MiB. Name another one.");
            }
            return Files.readString(file);
        } catch (IOException | InvalidPathException e) {
            throw refused(
                    secret,
                    "which cannot be read as UTF-8 text (" + e.getClass().getSimpleName()
                            + "). Check that it is there and readable by the worker.");
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

    private static RefusedException refused(SecretRef secret, String why) {
        return new RefusedException(
                "The secret \"" + secret.name() + "\" is given as \"" + secret.workspaceKey() + "\", " + why);
    }

    /** The provider of a reference without what follows it, which might be a value that someone put there. */
    private static String form(SecretRef secret) {
        int at = secret.workspaceKey().indexOf('@');
        return at < 0 ? "text without a provider" : secret.workspaceKey().substring(0, Math.min(at + 1, 40)) + "…";
    }
}
