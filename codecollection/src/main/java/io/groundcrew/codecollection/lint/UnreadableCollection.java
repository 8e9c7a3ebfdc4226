package io.groundcrew.codecollection.lint;

/** A collection cannot be had at all. The message is a sentence for the person who named it. */
public final class UnreadableCollection extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadableCollection(String message) {
        super(message);
    }

    UnreadableCollection(String message, Throwable cause) {
        super(message, cause);
    }
}
