package io.groundcrew.worker.pool;

import io.groundcrew.contracts.Names;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Which pools a worker serves and where it keeps their code.
 *
 * @param location the location it is at
 * @param dataDirectory of this worker process alone
 * @param fileRoots directories below which {@code file:} repositories may lie; none refuses them all
 * @param keptTrees how many trees of a pool stay on disk beside those in use
 */
@ConfigurationProperties("worker")
public record PoolProperties(String location, Path dataDirectory, List<Path> fileRoots, int keptTrees) {

    public PoolProperties {
        Names.place(location);
        fileRoots = List.copyOf(fileRoots);
    }
}
