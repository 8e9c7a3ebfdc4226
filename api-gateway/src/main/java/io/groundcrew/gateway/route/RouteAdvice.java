package io.groundcrew.gateway.route;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RouteAdvice {

    @ExceptionHandler
    ResponseEntity<ProblemDetail> away(ServiceAwayException e) {
        return later(HttpStatus.SERVICE_UNAVAILABLE, e);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> tooMany(TooManyStreamsException e) {
        return later(HttpStatus.TOO_MANY_REQUESTS, e);
    }

    private static ResponseEntity<ProblemDetail> later(HttpStatus status, Exception e) {
        return ResponseEntity.status(status)
                .header(HttpHeaders.RETRY_AFTER, "3")
                .body(ProblemDetail.forStatusAndDetail(status, String.valueOf(e.getMessage())));
    }
}
