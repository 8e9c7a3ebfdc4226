package io.groundcrew.gateway.door;

import io.groundcrew.chassis.identity.ApiDocument;
import io.groundcrew.chassis.identity.Caller;
import io.groundcrew.chassis.keys.UnreachableKeysException;
import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.chassis.problem.Problems;
import io.groundcrew.gateway.console.Console;
import io.groundcrew.gateway.identity.Access;
import io.groundcrew.gateway.identity.Credential;
import io.groundcrew.gateway.identity.Credentials;
import io.groundcrew.gateway.identity.GuessLimits;
import io.groundcrew.gateway.identity.SessionCookie;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets in what the API document allows to whom it allows it. What is public is listed; everything else is refused until
 * the caller is known, whether it exists or not, so that nothing can be learned by asking.
 */
final class Door extends OncePerRequestFilter {

    private static final Logger log = LoggerFactory.getLogger(Door.class);
    private static final String BEARER = "Bearer ";

    private final ApiDocument api;
    private final Credentials credentials;
    private final GuessLimits guesses;
    private final SameOrigin origins;
    private final Console console;

    Door(ApiDocument api, Credentials credentials, GuessLimits guesses, SameOrigin origins, Console console) {
        this.api = api;
        this.credentials = credentials;
        this.guesses = guesses;
        this.origins = origins;
        this.console = console;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (console.isPublic(request)) {
            chain.doFilter(request, response);
            return;
        }
        String requestId = UUID.randomUUID().toString();
        response.setHeader("X-Request-Id", requestId);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        @Nullable Access access = admit(request, response, requestId);
        if (access == null) {
            return;
        }
        access.attachTo(request);
        MDC.put("requestId", requestId);
        try {
            chain.doFilter(request, response);
            BrokenResponse.rethrow(request);
        } finally {
            MDC.remove("requestId");
        }
    }

    /** The access a request has, or null when it was refused and answered. */
    private @Nullable Access admit(HttpServletRequest request, HttpServletResponse response, String requestId)
            throws IOException {
        HttpMethod method = HttpMethod.valueOf(request.getMethod());
        Optional<ApiDocument.MatchedOperation> operation = api.match(method, request.getRequestURI());
        if (operation.isPresent() && operation.get().operation().role() == null) {
            return admitAnybody(request, response, requestId, operation.get());
        }
        Optional<Credential> credential = identify(request, response);
        if (credential.isEmpty()) {
            return null;
        }
        if (credential.get().via() == Credential.Via.SESSION && comesFromElsewhere(method, request)) {
            return refuse(
                    response,
                    HttpStatus.FORBIDDEN,
                    "A request with the session cookie must come from the console's own pages. Use a token in"
                            + " Authorization for everything else.");
        }
        Caller caller = credential.get().caller(requestId);
        if (operation.isEmpty()) {
            return admitBeside(request, response, caller, credential.get());
        }
        if (!operation.get().permits(caller)) {
            return refuse(
                    response,
                    HttpStatus.FORBIDDEN,
                    "Your role does not allow " + operation.get().operation().id() + ".");
        }
        return new Access(caller, operation.get().operation().id(), credential.get());
    }

    private @Nullable Access admitAnybody(
            HttpServletRequest request,
            HttpServletResponse response,
            String requestId,
            ApiDocument.MatchedOperation operation)
            throws IOException {
        if (origins.contradicts(request)) {
            return refuse(response, HttpStatus.FORBIDDEN, "Another site's page may not call this.");
        }
        return new Access(Caller.anonymous(requestId), operation.operation().id(), null);
    }

    private @Nullable Access admitBeside(
            HttpServletRequest request, HttpServletResponse response, Caller caller, Credential credential)
            throws IOException {
        if (console.isForCallers(request) && !caller.roles().isEmpty()) {
            return new Access(caller, null, credential);
        }
        return refuse(
                response,
                HttpStatus.NOT_FOUND,
                "There is no " + request.getMethod() + " at this path. /openapi.yaml lists every operation.");
    }

    private boolean comesFromElsewhere(HttpMethod method, HttpServletRequest request) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)
                ? origins.contradicts(request)
                : !origins.proves(request);
    }

    /** Who calls; empty when that was refused and answered. */
    private Optional<Credential> identify(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
            Optional<Credential> found = authorization == null
                    ? SessionCookie.read(request).flatMap(secret -> find(Credential.Via.SESSION, secret, request))
                    : bearer(authorization).flatMap(secret -> find(Credential.Via.BEARER, secret, request));
            if (found.isEmpty()) {
                response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
                refuse(
                        response,
                        HttpStatus.UNAUTHORIZED,
                        "Expected a valid token as \"Authorization: Bearer <token>\" or a session cookie.");
            }
            return found;
        } catch (ProblemException e) {
            Problems.write(response, e);
            return Optional.empty();
        } catch (UnreachableKeysException e) {
            return unavailable(response, "The gateway cannot read the runner's key", e);
        } catch (DataAccessException | TransactionException e) {
            return unavailable(response, "The gateway's database does not answer", e);
        }
    }

    private static Optional<Credential> unavailable(HttpServletResponse response, String trouble, RuntimeException e)
            throws IOException {
        log.warn("Answering 503: who calls cannot be looked up: {}", e.toString());
        Problems.write(
                response, ProblemException.away(trouble + "; nothing was accepted. Try again in a few seconds."));
        return Optional.empty();
    }

    private Optional<Credential> find(Credential.Via via, String secret, HttpServletRequest request) {
        if (credentials.isNoGuess(via, secret)) {
            return credentials.find(via, secret);
        }
        // A cookie outlives its session in every honest browser; guessing one is as hopeless as guessing a token.
        boolean counts = via == Credential.Via.BEARER;
        return guesses.look(request.getRemoteAddr(), counts, () -> credentials.find(via, secret));
    }

    private static Optional<String> bearer(String authorization) {
        return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? Optional.of(authorization.substring(BEARER.length()).strip())
                : Optional.empty();
    }

    private static @Nullable Access refuse(HttpServletResponse response, HttpStatus status, String detail)
            throws IOException {
        Problems.write(response, status, detail);
        return null;
    }
}
