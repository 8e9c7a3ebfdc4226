package io.groundcrew.chassis.identity;

import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.chassis.keys.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What a token is made of: {@code <claims>.<key id>.<signature>}, by one issuer and for one purpose. */
final class SignedClaims<T> {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String issuer;
    private final byte[] purpose;
    private final Class<T> type;

    /** @param purpose stands in front of what is signed, so that no signature by the same key passes for one of another kind */
    SignedClaims(String issuer, String purpose, Class<T> type) {
        this.issuer = issuer;
        this.purpose = purpose.getBytes(StandardCharsets.US_ASCII);
        this.type = type;
    }

    String write(SigningKey key, T claims) {
        byte[] bytes = JSON.writeValueAsBytes(claims);
        return encode(bytes) + "." + key.id() + "." + encode(key.sign(signed(bytes)));
    }

    /** The claims; empty when they are malformed or not signed by the issuer for this purpose. */
    Optional<T> read(KeyRing keys, String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(parts[0]);
            byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
            return keys.verifies(issuer, parts[1], signed(bytes), signature)
                    ? Optional.of(JSON.readValue(bytes, type))
                    : Optional.empty();
        } catch (IllegalArgumentException | JacksonException malformed) {
            return Optional.empty();
        }
    }

    private byte[] signed(byte[] claims) {
        byte[] bytes = new byte[purpose.length + claims.length];
        System.arraycopy(purpose, 0, bytes, 0, purpose.length);
        System.arraycopy(claims, 0, bytes, purpose.length, claims.length);
        return bytes;
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
