package io.groundcrew.codecollection.mirror;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The complete account of one sync or fetch. Nothing in it holds a credential.
 *
 * @param status how it ended
 * @param commit the good commit after it, 40 hexadecimal digits: the new one, or after a failure the last good one; null
 *     when there never was one
 * @param finishedAt when it ended
 * @param files number of files of {@code commit} below the collection's path; 0 when there is none
 * @param message one or two sentences for a person: what was expected, what was found, where, and what to do
 */
public record SyncResult(SyncStatus status, @Nullable String commit, Instant finishedAt, long files, String message) {

    public SyncResult {
        if (status.succeeded() && commit == null) {
            throw new IllegalArgumentException("A sync that ended " + status + " must name its commit");
        }
    }

    public boolean succeeded() {
        return status.succeeded();
    }
}
