package io.groundcrew.chassis.identity;

import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.chassis.keys.SigningKey;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The token by which a running task calls the API: {@code gcr_<claims>.<key id>.<signature>}. The runner issues it; the
 * gateway needs nothing but the runner's public key to accept it.
 */
public final class RunTokens {

    /** What every such token begins with. */
    public static final String PREFIX = "gcr_";

    /** The name of the key owner that may issue them. */
    public static final String ISSUER = "runner";

    /** The purpose: requests on Kafka are signed with the same key. */
    private static final SignedClaims<Grant> FORM = new SignedClaims<>(ISSUER, "groundcrew run token\n", Grant.class);

    private RunTokens() {}

    /**
     * What a token allows.
     *
     * @param subject who calls with it: {@code run:<id>}, or {@code check:<workspace>--<slx>}
     * @param workspace the only workspace it counts in
     * @param expires when it ends
     */
    public record Grant(String subject, String workspace, Role role, Instant expires) {

        /** Its bearer's roles. */
        public Map<String, Role> roles() {
            return Map.of(workspace, role);
        }
    }

    public static String issue(SigningKey key, Grant grant) {
        return PREFIX + FORM.write(key, grant);
    }

    /** What a token allows at an instant; empty when it is malformed, has ended, or was not signed by the runner. */
    public static Optional<Grant> read(KeyRing keys, String token, Instant now) {
        return token.startsWith(PREFIX)
                ? FORM.read(keys, token.substring(PREFIX.length())).filter(grant -> now.isBefore(grant.expires()))
                : Optional.empty();
    }
}
