package io.groundcrew.chassis.problem;

import org.springframework.http.HttpStatus;

/** An error a caller can do something about; it becomes a problem detail with this status and sentence. */
public final class ProblemException extends RuntimeException {

    private final HttpStatus status;

    /**
     * @param detail what was expected, what was found, where, and what to do
     */
    public ProblemException(HttpStatus status, String detail) {
        super(detail);
        this.status = status;
    }

    public static ProblemException badRequest(String detail) {
        return new ProblemException(HttpStatus.BAD_REQUEST, detail);
    }

    public static ProblemException notFound(String detail) {
        return new ProblemException(HttpStatus.NOT_FOUND, detail);
    }

    public static ProblemException conflict(String detail) {
        return new ProblemException(HttpStatus.CONFLICT, detail);
    }

    public static ProblemException unavailable(String detail) {
        return new ProblemException(HttpStatus.SERVICE_UNAVAILABLE, detail);
    }

    public HttpStatus status() {
        return status;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }
}
