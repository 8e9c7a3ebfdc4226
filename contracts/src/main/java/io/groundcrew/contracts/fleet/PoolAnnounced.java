package io.groundcrew.contracts.fleet;

import org.jspecify.annotations.Nullable;

/**
 * A worker pool: what a worker of that location must be able to run. A signed tombstone under the same key ends it.
 *
 * @param location where
 * @param pool its name, that of its CodeCollection
 * @param repoUrl Git URL without credentials
 * @param ref what {@code commit} was resolved from, for people
 * @param commit the commit that shall be made ready; null while the runner has none
 * @param repoPath sub-path of the collection in the repository, empty for its root
 * @param sealedCredentials credentials of the repository, sealed to the location's key; null for none
 */
public record PoolAnnounced(
        String location,
        String pool,
        String repoUrl,
        String ref,
        @Nullable String commit,
        String repoPath,
        byte @Nullable [] sealedCredentials) {

    /** The record key. */
    public String key() {
        return location + "." + pool;
    }

    /** What {@link #sealedCredentials} is bound to, so that it cannot be moved to another pool or another server. */
    public String sealContext() {
        return "pool:" + key() + " at " + repoUrl;
    }
}
