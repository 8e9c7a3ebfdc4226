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
        Installation installation = named();
        require(installation.runtime(), installation.starterRepository(), installation.starterWorkspace());
        return installation;
    }

    /** The same, of which only the task runtime has to be built. */
    static Installation findRuntime() {
        Installation installation = named();
        require(installation.runtime());
        return installation;
    }

    private static Installation named() {
        return new Installation(Path.of(System.getProperty("groundcrew.home", "."))
                .toAbsolutePath()
                .normalize());
    }

    private static void require(Path... all) {
        for (Path needed : all) {
            if (!Files.exists(needed)) {
                throw new StartFailure("Expected " + needed
                        + " in the built tree, but it is missing. Build it with: ./mvnw -DskipTests package");
            }
        }
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
