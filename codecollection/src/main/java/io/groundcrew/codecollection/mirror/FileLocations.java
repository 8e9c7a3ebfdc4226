package io.groundcrew.codecollection.mirror;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Decides whether a local directory may be used as a repository. */
final class FileLocations {

    private FileLocations() {}

    static RepositoryUrl check(Path directory, UrlRules rules, String shown) {
        if (rules.fileRoots().isEmpty()) {
            throw new InvalidSource("The repository URL " + shown
                    + " is refused: file: URLs are switched off here. Use https or ssh, or allow a root directory.");
        }
        Path real = real(directory);
        if (rules.fileRoots().stream().noneMatch(root -> real.startsWith(real(root)))) {
            throw new InvalidSource(
                    "The repository URL " + shown
                            + " is refused: it does not lie below an allowed root directory. Move it there or allow its directory.");
        }
        if (rules.forbidden().stream().anyMatch(kept -> real.startsWith(real(kept)))) {
            throw new InvalidSource("The repository URL " + shown
                    + " is refused: it lies in a directory that Groundcrew keeps for itself. Use another directory.");
        }
        if (Files.exists(real) && !Files.isDirectory(real)) {
            throw new InvalidSource(
                    "The repository URL " + shown + " is refused: it is not a directory. Name a Git directory.");
        }
        return new RepositoryUrl(RepositoryUrl.Scheme.FILE, null, "", -1, real.toString());
    }

    /** The place itself, whatever links lead to it; what does not exist yet is taken as written. */
    private static Path real(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        for (Path there = absolute; there != null; there = there.getParent()) {
            if (Files.exists(there)) {
                try {
                    return there.toRealPath().resolve(there.relativize(absolute));
                } catch (IOException e) {
                    throw new InvalidSource("The directory " + absolute + " cannot be read. Check its permissions.");
                }
            }
        }
        return absolute;
    }
}
