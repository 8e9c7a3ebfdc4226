package io.groundcrew.gateway.route;

import com.github.benmanes.caffeine.cache.Cache;
import io.groundcrew.chassis.identity.Caller;
import io.groundcrew.chassis.identity.CallerCache;
import io.groundcrew.chassis.identity.CallerTokens;
import io.groundcrew.chassis.keys.SigningKey;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/**
 * The tokens that tell services who is calling. A caller's requests share one for some seconds, far fewer than it is valid,
 * since a signature takes longer than all else that forwarding needs. Other roles are another caller here.
 */
final class SharedTokens {

    private final SigningKey key;
    private final Clock clock;
    private final Cache<Caller, String> shared;

    SharedTokens(SigningKey key, Clock clock) {
        this.key = key;
        this.clock = clock;
        // By the clock that the tokens end by: a machine that slept sends none of before.
        this.shared = CallerCache.by(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()));
    }

    /** A token for one of a caller's requests. */
    String of(Caller caller) {
        return shared.get(caller.on(""), any -> CallerTokens.issue(key, any, clock));
    }
}
