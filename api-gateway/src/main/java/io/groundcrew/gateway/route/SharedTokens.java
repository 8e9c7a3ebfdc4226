package io.groundcrew.gateway.route;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.groundcrew.chassis.identity.Caller;
import io.groundcrew.chassis.identity.CallerTokens;
import io.groundcrew.chassis.keys.SigningKey;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The tokens that tell services who is calling. A caller's requests share one for some seconds, far fewer than it is valid,
 * since a signature takes longer than all else that forwarding needs. Other roles are another caller here.
 */
final class SharedTokens {

    private static final Duration SHARED = Duration.ofSeconds(10);
    private static final int MOST = 1_000;

    private final SigningKey key;
    private final Clock clock;
    private final Cache<Caller, String> shared;

    SharedTokens(SigningKey key, Clock clock) {
        this.key = key;
        this.clock = clock;
        this.shared = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(SHARED)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    /** A token for one of a caller's requests. */
    String of(Caller caller) {
        return shared.get(caller.on(""), any -> CallerTokens.issue(key, any, clock));
    }
}
