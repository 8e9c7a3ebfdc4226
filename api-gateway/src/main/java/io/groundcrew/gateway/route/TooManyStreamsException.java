package io.groundcrew.gateway.route;

/** As many streams are open as may be. */
final class TooManyStreamsException extends RuntimeException {

    TooManyStreamsException(int most, String whose) {
        super("Expected at most " + most + " open event streams " + whose
                + ", found as many. Close one, or read the log without the stream.");
    }
}
