package io.groundcrew.worker.secrets;

import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.chassis.keys.SealedBox;
import io.groundcrew.contracts.run.SecretRef;
import io.groundcrew.contracts.run.TaskRequest;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens what the runner sealed to this location. */
final class SealedValues {

    private static final Logger log = LoggerFactory.getLogger(SealedValues.class);

    private final PrivateKey key;

    SealedValues(KeyRing keys, String location) {
        this.key = keys.location(location).getPrivate();
    }

    /** The value of one of the workspace's own secrets. */
    String value(UUID run, SecretRef secret) throws SecretUnavailableException {
        byte[] sealed = secret.sealed();
        if (sealed == null) {
            // The key may be a value that someone put in its place, so it is not repeated.
            throw new SecretUnavailableException("The secret \"" + secret.name()
                    + "\" is given as one of the workspace's own, and the workspace has none of that name. Create it, or"
                    + " correct the workspaceKey.");
        }
        try {
            byte[] value = SealedBox.open(key, sealed, SecretRef.sealContext(run, secret.name()));
            return new String(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new SecretUnavailableException("The secret \"" + secret.name()
                    + "\" cannot be opened at this location: it was sealed to another key or for another run. Run it"
                    + " again; if that does not help, see that all workers of the location have the same key file.");
        }
    }

    /** The run's token; null when it was given none or it cannot be opened, which most tasks never notice. */
    @Nullable
    String token(TaskRequest request) {
        String sealed = request.sealedToken();
        if (sealed == null) {
            return null;
        }
        try {
            byte[] token =
                    SealedBox.open(key, Base64.getDecoder().decode(sealed), TaskRequest.tokenContext(request.run()));
            return new String(token, StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException e) {
            log.warn(
                    "Run {} gets no token: it was sealed to another key",
                    request.run().id());
            return null;
        }
    }
}
