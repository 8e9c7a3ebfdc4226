package io.groundcrew.worker.author;

/** What its author has to correct before a bundle can run at all: a sentence that says what and where. */
public final class AuthorMistake extends Exception {

    private static final long serialVersionUID = 1L;

    AuthorMistake(String message) {
        super(message);
    }
}
