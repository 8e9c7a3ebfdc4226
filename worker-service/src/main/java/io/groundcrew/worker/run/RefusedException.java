package io.groundcrew.worker.run;

/** The run names something it may not have or that does not exist; the message becomes its reason. */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }
}
