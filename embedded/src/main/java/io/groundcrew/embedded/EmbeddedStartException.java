package io.groundcrew.embedded;

import org.jspecify.annotations.Nullable;

/** The embedded broker or database could not start; the message says why and what to do. */
public final class EmbeddedStartException extends RuntimeException {

    EmbeddedStartException(String message) {
        super(message);
    }

    EmbeddedStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
