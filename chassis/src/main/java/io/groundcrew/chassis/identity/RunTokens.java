package io.groundcrew.chassis.identity;

import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.chassis.keys.SigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The token by which a running task calls the API: {@code gcr_<claims>.<key id>.<signature>}. The runner issues it; the
 * gateway needs nothing but the runner's public key to accept it.
 */
public final class RunTokens {

    /** What every such token begins with. */
    public static final String PREFIX = "gcr_";

    /** The name of the key owner that may issue them. */
    public static final String ISSUER = "runner";

    /** Requests on Kafka are signed with the same key; with this in front, no signature passes for one of the other kind. */
    private static final byte[] PURPOSE = "groundcrew run token\n".getBytes(StandardCharsets.US_ASCII);

    private static final JsonMapper JSON = JsonMapper.builder().build();

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
        byte[] claims = JSON.writeValueAsBytes(
                new Claims(grant.subject(), grant.workspace(), grant.role().apiName(), grant.expires()));
        return PREFIX + encode(claims) + "." + key.id() + "." + encode(key.sign(signed(claims)));
    }

    /** What a token allows at an instant; empty when it is malformed, has ended, or was not signed by the runner. */
    public static Optional<Grant> read(KeyRing keys, String token, Instant now) {
        String[] parts =
                token.startsWith(PREFIX) ? token.substring(PREFIX.length()).split("\\.", -1) : new String[0];
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            byte[] claims = Base64.getUrlDecoder().decode(parts[0]);
            byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
            if (!keys.verifies(ISSUER, parts[1], signed(claims), signature)) {
                return Optional.empty();
            }
            Claims read = JSON.readValue(claims, Claims.class);
            return now.isBefore(read.expires())
                    ? Optional.of(new Grant(read.subject(), read.workspace(), Role.of(read.role()), read.expires()))
                    : Optional.empty();
        } catch (IllegalArgumentException | JacksonException malformed) {
            return Optional.empty();
        }
    }

    private static byte[] signed(byte[] claims) {
        byte[] bytes = new byte[PURPOSE.length + claims.length];
        System.arraycopy(PURPOSE, 0, bytes, 0, PURPOSE.length);
        System.arraycopy(claims, 0, bytes, PURPOSE.length, claims.length);
        return bytes;
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private record Claims(String subject, String workspace, String role, Instant expires) {}
}
