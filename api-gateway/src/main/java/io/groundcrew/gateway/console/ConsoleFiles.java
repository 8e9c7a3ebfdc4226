package io.groundcrew.gateway.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The files of the console, listed once: what is not in the list cannot be reached, however a path is written. */
final class ConsoleFiles {

    private static final String ROOT = "/static/";
    private static final String INDEX = "/index.html";

    private final Map<String, Resource> files;

    private ConsoleFiles(Map<String, Resource> files) {
        this.files = Map.copyOf(files);
    }

    /** Lists what is below {@code static/} on the class path; nothing when the console is not part of this assembly. */
    static ConsoleFiles list() {
        Map<String, Resource> files = new HashMap<>();
        try {
            for (Resource resource :
                    new PathMatchingResourcePatternResolver().getResources("classpath*:" + ROOT + "**/*")) {
                URI address = resource.getURI();
                String whole = address.isOpaque() ? address.getSchemeSpecificPart() : address.getPath();
                int start = whole.lastIndexOf(ROOT);
                if (start >= 0 && !whole.endsWith("/") && resource.isReadable()) {
                    files.put(whole.substring(start + ROOT.length() - 1), resource);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not list the console's files on the class path", e);
        }
        return new ConsoleFiles(files);
    }

    Optional<Resource> find(String path) {
        @Nullable Resource resource = files.get(path.equals("/") ? INDEX : path);
        return Optional.ofNullable(resource);
    }

    Optional<Resource> index() {
        return find(INDEX);
    }
}
