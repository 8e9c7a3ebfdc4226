package io.groundcrew.gateway.identity;

import io.groundcrew.contracts.Sha256;
import java.security.SecureRandom;
import java.util.Base64;

/** Random secrets of 256 bits and the hash under which they are stored. */
final class Secrets {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    /** 43 characters of Base64url. */
    static String fresh() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Plain SHA-256 is enough for 256 random bits: there is nothing to guess that a slow hash would protect. */
    static byte[] hash(String secret) {
        return Sha256.of(secret);
    }
}
