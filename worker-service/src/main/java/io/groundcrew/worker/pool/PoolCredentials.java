package io.groundcrew.worker.pool;

import io.groundcrew.chassis.keys.SealedBox;
import io.groundcrew.codecollection.mirror.Credentials;
import io.groundcrew.contracts.fleet.PoolAnnounced;
import io.groundcrew.contracts.wire.UnreadableMessageException;
import io.groundcrew.contracts.wire.Wire;
import java.security.PrivateKey;
import org.jspecify.annotations.Nullable;

/** Opens the credentials that the runner sealed to this location, in the shape in which the API takes them. */
final class PoolCredentials {

    private final PrivateKey key;

    /** @param key the location's */
    PoolCredentials(PrivateKey key) {
        this.key = key;
    }

    /** @throws PreparationException when they were sealed to another key or are incomplete */
    Credentials open(PoolAnnounced pool) {
        byte[] sealed = pool.sealedCredentials();
        if (sealed == null) {
            return new Credentials.None();
        }
        try {
            byte[] plain = SealedBox.open(key, sealed, pool.sealContext());
            return credentials(Wire.read(plain, Given.class));
        } catch (UnreadableMessageException broken) {
            // The message may quote what could not be read.
            throw new PreparationException(
                    "The credentials of collection " + pool.pool() + " are not what was expected. Give them again.");
        } catch (IllegalArgumentException e) {
            throw new PreparationException(
                    "The credentials of collection " + pool.pool() + " cannot be opened at location " + pool.location()
                            + ": they were sealed to another key than this worker's, or for another repository, and wait for"
                            + " the runner to announce them again. It does so within seconds; if not, see that all workers of"
                            + " the location have the same key file.",
                    e);
        }
    }

    private static Credentials credentials(Given given) {
        if (given.token != null) {
            return given.user == null
                    ? new Credentials.Token(given.token)
                    : new Credentials.Basic(given.user, given.token);
        }
        if (given.user != null && given.password != null) {
            return new Credentials.Basic(given.user, given.password);
        }
        return given.sshKey == null
                ? new Credentials.None()
                : new Credentials.SshKey(given.sshKey, null, given.sshKnownHosts);
    }

    private record Given(
            @Nullable String token,
            @Nullable String user,
            @Nullable String password,
            @Nullable String sshKey,
            @Nullable String sshKnownHosts) {}
}
