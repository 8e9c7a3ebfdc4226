package io.groundcrew.chassis.problem;

import jakarta.validation.ConstraintViolationException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Collectors;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;

/** Turns exceptions into problem details; what nobody foresaw is logged whole and told without its inside. */
@RestControllerAdvice
public class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    /** SQLSTATE classes that Spring takes for a database that is away. */
    private static final String NO_ROOM = "53";

    private static final String LIMIT_EXCEEDED = "54";

    @ExceptionHandler
    ResponseEntity<ProblemDetail> problem(ProblemException e) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(e.status());
        Duration retryAfter = e.retryAfter();
        if (retryAfter != null) {
            answer.header(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter.toSeconds()));
        }
        return answer.body(ProblemDetail.forStatusAndDetail(e.status(), e.detail()));
    }

    /**
     * Names and values are checked in the constructors of our records, whose messages are written for callers. The log can tell
     * where it came from, since it may as well be a fault of ours.
     */
    @ExceptionHandler
    ProblemDetail malformed(IllegalArgumentException e) {
        log.debug("Answering 400", e);
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
    }

    /** Tomcat's, whose own text speaks of its log. */
    @ExceptionHandler
    ProblemDetail undecodable(InvalidParameterException e) {
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.valueOf(e.getErrorCode()),
                "The query cannot be read. Expected names and values in UTF-8, percent-encoded.");
    }

    @ExceptionHandler
    ProblemDetail violated(ConstraintViolationException e) {
        String detail = e.getConstraintViolations().stream()
                .map(violation -> violation.getPropertyPath() + " " + violation.getMessage())
                .sorted()
                .collect(Collectors.joining("; "));
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, detail);
    }

    @ExceptionHandler({
        CannotCreateTransactionException.class,
        DataAccessResourceFailureException.class,
        QueryTimeoutException.class
    })
    ResponseEntity<ProblemDetail> databaseAway(Exception e) {
        String state = sqlState(e);
        if (state.startsWith(LIMIT_EXCEEDED)) {
            return ResponseEntity.internalServerError().body(unforeseen(e));
        }
        String trouble = state.startsWith(NO_ROOM) ? "is short of space, memory or connections" : "does not answer";
        log.warn("Answering 503: the database {}: {}", trouble, e.toString());
        return problem(ProblemException.away(
                "The database " + trouble + "; nothing was accepted. Try again in a few seconds."));
    }

    /** The first SQLSTATE among the causes; empty when there is none. */
    private static String sqlState(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "";
    }

    @ExceptionHandler
    ProblemDetail unforeseen(Exception e) {
        log.error("Answering 500", e);
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.INTERNAL_SERVER_ERROR, "Something broke on our side; the service's log has the details.");
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String reason = e.getCause() instanceof JacksonException json
                ? UnreadableBody.reason(json)
                : "Expected a body that can be read, found none.";
        return handleExceptionInternal(e, ProblemDetail.forStatusAndDetail(status, reason), headers, status, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String detail = e.getBindingResult().getFieldErrors().stream()
                .map(error -> error.getField() + " " + error.getDefaultMessage())
                .sorted()
                .collect(Collectors.joining("; "));
        return handleExceptionInternal(
                e,
                ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, detail),
                headers,
                HttpStatus.BAD_REQUEST,
                request);
    }
}
