package io.groundcrew.chassis.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.groundcrew.chassis.keys.KeyRing;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The callers whose tokens a service has read. A caller's requests of some seconds bring the same token, and to check its
 * signature takes longer than all else on the way in. A token that expires, or whose key is withdrawn, is taken for
 * {@link #KNOWN} more at the most.
 */
final class KnownCallers {

    static final Duration KNOWN = Duration.ofSeconds(10);
    private static final int MOST = 1_000;

    private final KeyRing keys;
    private final Clock clock;
    private final Cache<String, Caller> known;

    KnownCallers(KeyRing keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
        this.known = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(KNOWN)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
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
