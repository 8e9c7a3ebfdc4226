package io.groundcrew.worker.author;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where an author's run happens.
 *
 * @param runtime the assembled task runtime
 * @param data the author's data directory: environments are kept in it, and tasks see nothing else of it
 * @param keep whether the run's directory stays
 */
public record AuthorPlace(Path runtime, Path data, boolean keep) {

    public AuthorPlace {
        data = data.toAbsolutePath().normalize();
    }

    /**
     * Makes the directory in which environments are kept.
     *
     * @throws AuthorMistake when it cannot be made, or would be in the way of the bundle
     */
    Path environments(AuthoredBundle bundle) throws AuthorMistake {
        Path environments = data.resolve("author/environments");
        try {
            keepApart(bundle, real(data));
            Files.createDirectories(environments);
        } catch (IOException e) {
            throw unusable("and it cannot be made (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ")");
        }
        if (!Files.isWritable(environments)) {
            throw unusable("and nothing can be written there");
        }
        return environments;
    }

    // Tasks see nothing of the one, and get a copy of the other.
    private void keepApart(AuthoredBundle bundle, Path place) throws AuthorMistake {
        if (bundle.root().startsWith(place)) {
            throw unusable("which holds the collection");
        }
        if (place.startsWith(bundle.directory())) {
            throw unusable("which is in the bundle");
        }
    }

    private static Path real(Path path) throws IOException {
        Path parent = path.getParent();
        return parent == null || Files.exists(path)
                ? path.toRealPath()
                : real(parent).resolve(path.getFileName());
    }

    private AuthorMistake unusable(String found) {
        return new AuthorMistake("Expected a directory apart from the collection to keep Python environments in, found "
                + data + ", " + found + ". Name another one with --data-dir.");
    }
}
