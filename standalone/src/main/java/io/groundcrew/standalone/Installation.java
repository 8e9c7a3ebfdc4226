package io.groundcrew.standalone;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The built tree that Groundcrew is started from.
 *
 * @param home the directory with the launcher script
 */
record Installation(Path home) {

    static final String LOOPBACK = "127.0.0.1";

    /** The tree that the launcher named; throws {@link StartFailure} when something of it is not built. */
    static Installation find() {
        Installation installation = new Installation(Path.of(System.getProperty("groundcrew.home", "."))
                .toAbsolutePath()
                .normalize());
        for (Path needed :
                new Path[] {installation.runtime(), installation.starterRepository(), installation.starterWorkspace()
                }) {
            if (!Files.exists(needed)) {
                throw new StartFailure("Expected " + needed
                        + " in the built tree, but it is missing. Build it with: ./mvnw -DskipTests package");
            }
        }
        return installation;
    }

    /** The Python side that workers execute with. */
    Path runtime() {
        return home.resolve("task-runtime/target/runtime");
    }

    Path starterRepository() {
        return home.resolve("standalone/target/starter-collection.git");
    }

    Path starterWorkspace() {
        return home.resolve("examples/starter-collection/workspace");
    }
}
