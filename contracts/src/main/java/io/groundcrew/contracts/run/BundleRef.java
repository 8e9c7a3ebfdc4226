package io.groundcrew.contracts.run;

/**
 * The code a run executes.
 *
 * @param collection name of the CodeCollection
 * @param commit full commit id in it
 * @param path file below the collection's root that is run, for example {@code codebundles/web/sli.robot}
 */
public record BundleRef(String collection, String commit, String path) {

    /** Whether Robot Framework runs it. */
    public boolean runsRobot() {
        return path.endsWith(".robot");
    }
}
