package io.groundcrew.gateway.identity;

import io.groundcrew.chassis.identity.Role;
import io.groundcrew.chassis.problem.ProblemException;
import io.groundcrew.gateway.api.SessionApi;
import io.groundcrew.gateway.api.model.Identity;
import io.groundcrew.gateway.api.model.SessionRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

@RestController
class SessionController implements SessionApi {

    private final Credentials credentials;
    private final Sessions sessions;
    private final GuessLimits guesses;
    private final IdentityProperties.SessionLimits limits;
    private final Clock clock;
    private final HttpServletRequest request;

    SessionController(
            Credentials credentials,
            Sessions sessions,
            GuessLimits guesses,
            IdentityProperties properties,
            Clock clock,
            HttpServletRequest request) {
        this.credentials = credentials;
        this.sessions = sessions;
        this.guesses = guesses;
        this.limits = properties.session();
        this.clock = clock;
        this.request = request;
    }

    @Override
    public ResponseEntity<Identity> createSession(SessionRequest body) {
        Optional<Credential> holder = guesses.look(
                request.getRemoteAddr(), true, () -> credentials.find(Credential.Via.BEARER, body.getToken()));
        if (holder.isEmpty()) {
            throw new ProblemException(
                    HttpStatus.UNAUTHORIZED, "This token is not valid. Check that it is whole and has not ended.");
        }
        UUID tokenId = holder.get().tokenId();
        if (tokenId == null) {
            throw ProblemException.badRequest("A run's token opens no session. Use it in Authorization.");
        }
        String secret = sessions.open(tokenId, clock.instant());
        return ResponseEntity.ok()
                .header(
                        HttpHeaders.SET_COOKIE,
                        SessionCookie.carrying(secret, limits.lifetime(), secure())
                                .toString())
                .body(identity(holder.get()));
    }

    @Override
    public ResponseEntity<Void> deleteSession() {
        Credential credential = Access.of(request).credential();
        if (credential.via() != Credential.Via.SESSION) {
            throw ProblemException.badRequest(
                    "Expected a session cookie to log out; this request came with a token, which has no session.");
        }
        sessions.close(HexFormat.of().parseHex(credential.key()));
        credentials.forget(credential);
        return ResponseEntity.noContent()
                .header(HttpHeaders.SET_COOKIE, SessionCookie.removal(secure()).toString())
                .build();
    }

    @Override
    public ResponseEntity<Identity> getSession() {
        return whoami();
    }

    @Override
    public ResponseEntity<Identity> whoami() {
        return ResponseEntity.ok(identity(Access.of(request).credential()));
    }

    private boolean secure() {
        return limits.secureCookie() || request.isSecure();
    }

    private static Identity identity(Credential credential) {
        Map<String, String> roles = new TreeMap<>();
        for (Map.Entry<String, Role> role : credential.roles().entrySet()) {
            roles.put(role.getKey(), role.getValue().apiName());
        }
        return new Identity(credential.subject(), roles);
    }
}
