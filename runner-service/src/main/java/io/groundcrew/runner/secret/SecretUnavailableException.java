package io.groundcrew.runner.secret;

/** A run cannot be given a secret that its document names; the message is a sentence for its reason. */
public final class SecretUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    SecretUnavailableException(String message) {
        super(message);
    }
}
