package io.groundcrew.chassis.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Ticker;
import io.groundcrew.chassis.keys.KeyRing;
import java.time.Clock;
import java.util.Optional;

/**
 * The callers whose tokens a service has read. A caller's requests of some seconds bring the same token, and to check its
 * signature takes longer than all else on the way in. A token that expires, or whose key is withdrawn, is taken for
 * {@link CallerCache#KEPT} more at the most.
 */
final class KnownCallers {

    private final KeyRing keys;
    private final Clock clock;
    private final Cache<String, Caller> known;

    /** @param ticker tells how long a caller was kept; no clock that somebody may set back */
    KnownCallers(KeyRing keys, Clock clock, Ticker ticker) {
        this.keys = keys;
        this.clock = clock;
        this.known = CallerCache.by(ticker);
    }

    /** The caller a token names; empty as {@link CallerTokens#read} is. */
    Optional<Caller> of(String token) {
        Caller caller = known.getIfPresent(token);
        if (caller != null) {
            return Optional.of(caller);
        }
        Optional<Caller> read = CallerTokens.read(keys, token, clock);
        read.ifPresent(fresh -> known.put(token, fresh));
        return read;
    }
}
