package io.groundcrew.codecollection.mirror;

/** A step of a sync that ended it; carried to {@link SyncResult} and never further. */
final class SyncFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final SyncStatus status;

    SyncFailure(SyncStatus status, String message) {
        super(message);
        this.status = status;
    }

    SyncFailure(SyncStatus status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    SyncStatus status() {
        return status;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
