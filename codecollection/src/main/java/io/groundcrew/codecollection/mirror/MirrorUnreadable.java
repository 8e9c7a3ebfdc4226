package io.groundcrew.codecollection.mirror;

/** The mirror on our own disk cannot give what it should have: the commit was never fetched, or the disk failed. */
public final class MirrorUnreadable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MirrorUnreadable(String message) {
        super(message);
    }

    MirrorUnreadable(String message, Throwable cause) {
        super(message, cause);
    }
}
