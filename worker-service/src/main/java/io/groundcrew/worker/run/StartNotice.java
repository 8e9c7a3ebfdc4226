package io.groundcrew.worker.run;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Tells that an attempt has begun. One that may be repeated is told of late, and not at all when it is over by then: most
 * checks are, nobody could look at them meanwhile, and their end tells the same. Any other is told of at once, since what
 * nobody has heard of counts as not begun.
 */
final class StartNotice {

    private static final Duration LATE = Duration.ofMillis(100);
    private static final Executor LATER = CompletableFuture.delayedExecutor(
            LATE.toMillis(), TimeUnit.MILLISECONDS, task -> Thread.ofVirtual().start(task));

    private final CompletableFuture<CompletableFuture<Void>> told;

    private StartNotice(CompletableFuture<CompletableFuture<Void>> told) {
        this.told = told;
    }

    /** @param publish tells it; its future ends when that is stored */
    static StartNotice of(boolean repeatable, Supplier<CompletableFuture<Void>> publish) {
        return new StartNotice(
                repeatable
                        ? CompletableFuture.supplyAsync(publish, LATER)
                        : CompletableFuture.completedFuture(publish.get()));
    }

    /** The attempt is over. Ends when what was told is stored, at once when nothing was. */
    CompletableFuture<Void> over() {
        return told.cancel(false) ? CompletableFuture.completedFuture(null) : told.thenCompose(Function.identity());
    }
}
