package io.groundcrew.embedded;

import java.nio.file.Path;

/** Where this user's programs keep what they can make anew. */
public final class UserCache {

    private UserCache() {}

    /** Groundcrew's part of it, which need not be there yet. */
    public static Path directory() {
        String configured = System.getenv("XDG_CACHE_HOME");
        if (configured != null && !configured.isBlank()) {
            return Path.of(configured, "groundcrew");
        }
        // What root runs becomes other users, to whom root's home is closed.
        return "root".equals(System.getProperty("user.name"))
                ? Path.of("/var/cache/groundcrew")
                : Path.of(System.getProperty("user.home"), ".cache/groundcrew");
    }
}
