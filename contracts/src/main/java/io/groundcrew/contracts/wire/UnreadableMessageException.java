package io.groundcrew.contracts.wire;

/** A record that is not the message its topic carries. */
public final class UnreadableMessageException extends RuntimeException {

    UnreadableMessageException(Class<?> type, Exception cause) {
        super("Expected a " + type.getSimpleName() + " as JSON: " + cause.getMessage(), cause);
    }
}
