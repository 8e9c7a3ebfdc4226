package io.groundcrew.chassis.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/** What is kept between the requests of a caller: for {@link #KEPT}, and of a thousand callers at the most. */
public final class CallerCache {

    static final Duration KEPT = Duration.ofSeconds(10);
    private static final int MOST = 1_000;

    private CallerCache() {}

    /** An empty cache. */
    public static <K, V> Cache<K, V> by(Ticker ticker) {
        return Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(KEPT)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }
}
