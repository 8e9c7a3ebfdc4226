package io.groundcrew.codecollection.nativebundle;

/** Something in a {@code codebundle.yaml} that keeps it from being used. */
final class NativeProblem extends Exception {

    private static final long serialVersionUID = 1L;

    private final int line;

    NativeProblem(int line, String message) {
        super(message);
        this.line = line;
    }

    int line() {
        return line;
    }

    NativeReading.Problem toProblem() {
        return new NativeReading.Problem(line, String.valueOf(getMessage()));
    }
}
