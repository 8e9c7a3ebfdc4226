package io.groundcrew.runner.collection;

import io.groundcrew.chassis.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Believes a push notification only when the collection's secret signed it. */
class Webhooks {

    private static final String PREFIX = "sha256=";

    private final CollectionSecrets secrets;

    Webhooks(CollectionSecrets secrets) {
        this.secrets = secrets;
    }

    /**
     * @param collection empty when there is none of that name: the answer is the same as for a wrong signature
     * @throws ProblemException with status 401 unless the signature is right
     */
    void verify(Optional<RegisteredCollection> collection, byte[] body, @Nullable String signature) {
        Optional<byte[]> secret = collection.flatMap(secrets::webhookSecret);
        byte[] expected = hmac(secret.orElseGet(() -> new byte[32]), body);
        byte[] given = new byte[0];
        if (signature != null && signature.startsWith(PREFIX)) {
            try {
                given = HexFormat.of().parseHex(signature.substring(PREFIX.length()));
            } catch (IllegalArgumentException notHexadecimal) {
                given = signature.getBytes(StandardCharsets.UTF_8);
            }
        }
        if (!MessageDigest.isEqual(expected, given) || secret.isEmpty()) {
            throw new ProblemException(
                    HttpStatus.UNAUTHORIZED,
                    "Expected X-Hub-Signature-256 to be sha256=<hex> of the body with this CodeCollection's webhook"
                            + " secret. Set the same webhookSecret here and at the Git server.");
        }
    }

    private static byte[] hmac(byte[] key, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }
}
