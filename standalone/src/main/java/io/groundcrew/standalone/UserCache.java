package io.groundcrew.standalone;

import java.nio.file.Path;

/** Where this user's programs keep what they can make anew. */
final class UserCache {

    private UserCache() {}

    /** Groundcrew's part of it, which need not be there yet. */
    static Path directory() {
        String configured = System.getenv("XDG_CACHE_HOME");
        Path parent = configured == null || configured.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(configured);
        return parent.resolve("groundcrew");
    }
}
