package io.groundcrew.worker.pool;

/** A collection could not be made ready at a commit. The message is a sentence for people. */
public final class PreparationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public PreparationException(String message) {
        super(message);
    }

    public PreparationException(String message, Throwable cause) {
        super(message, cause);
    }
}
