package io.groundcrew.chassis.keys;

/** Public keys cannot be read now, so nothing can be said of a signature and nothing sealed yet; ask again later. */
public final class UnreachableKeysException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    public UnreachableKeysException(String message, Throwable cause) {
        super(message, cause);
    }
}
