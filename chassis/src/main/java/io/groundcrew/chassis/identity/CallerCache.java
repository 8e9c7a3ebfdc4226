package io.groundcrew.chassis.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What is kept between the requests of a caller: for {@link #KEPT}, and of a thousand callers at the most. */
public final class CallerCache {

    static final Duration KEPT = Duration.ofSeconds(10);
    private static final int MOST = 1_000;

    private CallerCache() {}

    /** An empty cache that measures time by a clock. */
    public static <K, V> Cache<K, V> by(Clock clock) {
        return Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(KEPT)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }
}
