package io.groundcrew.codecollection.mirror;

/** How a sync ended. */
public enum SyncStatus {
    /** A new commit was fetched and is now the good one. */
    UPDATED,
    /** The remote still has the commit we have. */
    UNCHANGED,
    /** The address is not, or no longer, one we may use. */
    URL_REFUSED,
    /** No answer from the host: name, network, port or TLS. */
    UNREACHABLE,
    /** The host answered and did not accept our credentials, or wants some. */
    AUTHENTICATION_REFUSED,
    /** The SSH host's key is not the one we know. */
    HOST_KEY_REFUSED,
    /** The host answered, and there is no repository at this path. */
    NOT_FOUND,
    /** The repository has no commit at all. */
    EMPTY_REPOSITORY,
    /** The branch, tag, ref or commit does not exist. */
    MISSING_REF,
    /** The sub-path of the collection does not exist in the commit. */
    MISSING_PATH,
    /** More bytes than allowed. */
    TOO_LARGE,
    /** More files, or deeper directories, than allowed. */
    TOO_MANY_FILES,
    /** It took longer than allowed. */
    TOO_SLOW,
    /** The remote sent what is not a valid repository. */
    INVALID_CONTENT,
    /** Our own disk or process failed. */
    FAILED;

    /** Whether the collection now stands at what the remote has. */
    public boolean succeeded() {
        return this == UPDATED || this == UNCHANGED;
    }
}
