package io.groundcrew.chassis.identity;

import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.chassis.keys.SigningKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The short-lived token by which the gateway tells a service who is calling: {@code <claims>.<key id>.<signature>}. A
 * service takes it from the gateway only, since only the gateway's key signs it.
 */
public final class CallerTokens {

    /** The request header that carries it. */
    public static final String HEADER = "Groundcrew-Caller";

    /** The request header with the request's id, which is not part of the token, so that requests may share one. */
    public static final String REQUEST_HEADER = "Groundcrew-Request";

    /** The name of the key owner that may issue tokens. */
    public static final String ISSUER = "gateway";

    private static final Duration LIFETIME = Duration.ofSeconds(60);
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);
    private static final SignedClaims<Claims> FORM = new SignedClaims<>(ISSUER, "", Claims.class);

    private CallerTokens() {}

    /** A token for requests of a caller, valid for a minute. */
    public static String issue(SigningKey key, Caller caller, Clock clock) {
        return FORM.write(
                key,
                new Claims(caller.subject(), caller.roles(), clock.instant().plus(LIFETIME)));
    }

    /**
     * The caller a token names, on no request yet; empty when it is malformed, expired, or not signed by the gateway.
     */
    public static Optional<Caller> read(KeyRing keys, String token, Clock clock) {
        return FORM.read(keys, token)
                .filter(claims -> !clock.instant().isAfter(claims.expires().plus(CLOCK_SKEW)))
                .map(claims -> new Caller(claims.subject(), claims.roles(), ""));
    }

    private record Claims(String subject, Map<String, Role> roles, Instant expires) {}
}
