package io.groundcrew.codecollection.mirror;

import java.nio.file.Path;
import java.util.List;

/**
 * What {@code file:} URLs may name.
 *
 * @param fileRoots directories below which a repository may lie; empty means that {@code file:} URLs are refused
 * @param forbidden directories that no repository may lie in or below, whatever the roots say (the data directory)
 */
public record UrlRules(List<Path> fileRoots, List<Path> forbidden) {

    public UrlRules {
        fileRoots = List.copyOf(fileRoots);
        forbidden = List.copyOf(forbidden);
    }

    /** No {@code file:} URL at all. */
    public static UrlRules remoteOnly() {
        return new UrlRules(List.of(), List.of());
    }
}
