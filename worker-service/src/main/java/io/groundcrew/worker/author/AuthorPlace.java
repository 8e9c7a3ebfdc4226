package io.groundcrew.worker.author;

import java.nio.file.Path;

/**
 * Where an author's run happens.
 *
 * @param runtime the assembled task runtime
 * @param data the author's data directory: environments are kept in it, and tasks see nothing else of it
 * @param keep whether the run's directory stays
 */
public record AuthorPlace(Path runtime, Path data, boolean keep) {}
