package io.groundcrew.gateway.identity;

import io.groundcrew.chassis.identity.Caller;
import io.groundcrew.chassis.identity.Role;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a caller proved to be with a token or a session.
 *
 * @param key hash of the secret, in hex
 * @param tokenId the stored token; null for a run's, which is not stored
 * @param roles role by workspace
 * @param endsAt when it ends by itself; null for a token without an end
 */
public record Credential(
        Via via,
        String key,
        @Nullable UUID tokenId,
        String subject,
        Map<String, Role> roles,
        @Nullable Instant endsAt) {

    /** How it came in; what a browser sends by itself needs more care than what a caller adds on purpose. */
    public enum Via {
        BEARER,
        SESSION,
        /** A running task's own token. */
        RUN
    }

    public Credential {
        roles = Map.copyOf(roles);
    }

    public Caller caller(String requestId) {
        return new Caller(subject, roles, requestId);
    }

    boolean hasEnded(Instant now) {
        return endsAt != null && !now.isBefore(endsAt);
    }
}
