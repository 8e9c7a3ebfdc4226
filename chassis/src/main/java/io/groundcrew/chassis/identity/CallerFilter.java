package io.groundcrew.chassis.identity;

import com.github.benmanes.caffeine.cache.Ticker;
import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.chassis.keys.UnreachableKeysException;
import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.chassis.problem.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets a request into a service only with the gateway's signed token, and into an operation only with the role that the
 * API document asks for. The gateway has checked both already; a service does not rely on it.
 */
public final class CallerFilter extends OncePerRequestFilter {

    private static final Logger log = LoggerFactory.getLogger(CallerFilter.class);

    private final KnownCallers callers;
    private final ApiDocument api;

    public CallerFilter(KeyRing keys, ApiDocument api, Clock clock) {
        this.callers = new KnownCallers(keys, clock, Ticker.systemTicker());
        this.api = api;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Caller> caller;
        try {
            caller = Optional.ofNullable(request.getHeader(CallerTokens.HEADER)).flatMap(callers::of);
        } catch (UnreachableKeysException e) {
            log.warn("Answering 503: {}", e.getMessage());
            Problems.write(
                    response,
                    ProblemException.away("The service cannot read the gateway's key; nothing was accepted."
                            + " Try again in a few seconds."));
            return;
        }
        if (caller.isEmpty()) {
            Problems.write(
                    response,
                    HttpStatus.UNAUTHORIZED,
                    "This service answers the gateway only. Call the gateway's address with a token.");
            return;
        }
        Optional<ApiDocument.MatchedOperation> operation =
                api.match(HttpMethod.valueOf(request.getMethod()), request.getRequestURI());
        if (operation.isEmpty()) {
            Problems.write(
                    response,
                    HttpStatus.NOT_FOUND,
                    "The API has no operation " + request.getMethod() + " at this path.");
            return;
        }
        if (!operation.get().permits(caller.get())) {
            Problems.write(
                    response,
                    HttpStatus.FORBIDDEN,
                    "Your role does not allow " + operation.get().operation().id() + ".");
            return;
        }
        String requestId = Objects.requireNonNullElse(request.getHeader(CallerTokens.REQUEST_HEADER), "");
        request.setAttribute(Caller.attribute(), caller.get().on(requestId));
        MDC.put("requestId", requestId);
        try {
            chain.doFilter(request, response);
        } finally {
            MDC.remove("requestId");
        }
    }
}
