package io.groundcrew.chassis.identity;

import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.chassis.keys.SigningKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

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
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private CallerTokens() {}

    /** A token for requests of a caller, valid for a minute. */
    public static String issue(SigningKey key, Caller caller, Clock clock) {
        Map<String, String> roles = new HashMap<>();
        caller.roles().forEach((workspace, role) -> roles.put(workspace, role.apiName()));
        Claims claims = new Claims(caller.subject(), roles, clock.instant().plus(LIFETIME));
        byte[] bytes = JSON.writeValueAsBytes(claims);
        return encode(bytes) + "." + key.id() + "." + encode(key.sign(bytes));
    }

    /**
     * The caller a token names, on no request yet; empty when it is malformed, expired, or not signed by the gateway.
     */
    public static Optional<Caller> read(KeyRing keys, String token, Clock clock) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(parts[0]);
            byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
            if (!keys.verifies(ISSUER, parts[1], bytes, signature)) {
                return Optional.empty();
            }
            Claims claims = JSON.readValue(bytes, Claims.class);
            if (clock.instant().isAfter(claims.expires().plus(CLOCK_SKEW))) {
                return Optional.empty();
            }
            Map<String, Role> roles = new HashMap<>();
            claims.roles().forEach((workspace, role) -> roles.put(workspace, Role.of(role)));
            return Optional.of(new Caller(claims.subject(), roles, ""));
        } catch (IllegalArgumentException | JacksonException malformed) {
            return Optional.empty();
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private record Claims(String subject, Map<String, String> roles, Instant expires) {}
}
