package io.groundcrew.worker.secrets;

/** A run cannot be given one of its secrets; the message becomes its reason and never holds a value. */
public final class SecretUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    SecretUnavailableException(String message) {
        super(message);
    }
}
