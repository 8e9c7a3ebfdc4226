package io.groundcrew.chassis.problem;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** An error a caller can do something about; it becomes a problem detail with this status and sentence. */
public final class ProblemException extends RuntimeException {

    private final HttpStatus status;
    private final @Nullable Duration retryAfter;

    /**
     * @param detail what was expected, what was found, where, and what to do
     */
    public ProblemException(HttpStatus status, String detail) {
        this(status, detail, null);
    }

    /**
     * @param retryAfter when the same may be tried again; null when waiting does not help
     */
    public ProblemException(HttpStatus status, String detail, @Nullable Duration retryAfter) {
        super(detail);
        this.status = status;
        this.retryAfter = retryAfter;
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

    /** What is needed for an answer is away, and may be back in a few seconds. */
    public static ProblemException away(String detail) {
        return new ProblemException(HttpStatus.SERVICE_UNAVAILABLE, detail, Duration.ofSeconds(3));
    }

    public HttpStatus status() {
        return status;
    }

    /** In whole seconds what Retry-After says; null when the answer has none. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }
}
