package io.groundcrew.standalone;

/** Groundcrew cannot start, for a reason that the person at the keyboard can do something about. */
final class StartFailure extends RuntimeException {

    StartFailure(String message) {
        super(message);
    }
}
