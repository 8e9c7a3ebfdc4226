package io.groundcrew.codecollection.mirror;

/**
 * A repository URL, ref or path that is refused before anything is contacted. The message is a sentence for the person
 * who wrote it and never repeats a credential.
 */
public final class InvalidSource extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    InvalidSource(String message) {
        super(message);
    }
}
