package io.groundcrew.worker.run;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells that an attempt has begun. One that may be repeated is told of late, and not at all when it is over by then: most
 * checks are, nobody could look at them meanwhile, and their end tells the same. Any other is told of at once, since what
 * nobody has heard of counts as not begun.
 */
final class StartNotice {

    private final Supplier<CompletableFuture<Void>> publish;
    private @Nullable CompletableFuture<Void> stored;
    private boolean over;

    private StartNotice(Supplier<CompletableFuture<Void>> publish) {
        this.publish = publish;
    }

    /**
     * @param after how long the attempt has to last to be told of; zero to tell at once
     * @param publish tells it; its future ends when that is stored
     */
    static StartNotice of(Duration after, Supplier<CompletableFuture<Void>> publish) {
        StartNotice notice = new StartNotice(publish);
        if (after.isZero()) {
            notice.tell();
        } else {
            Executor later = CompletableFuture.delayedExecutor(
                    after.toMillis(),
                    TimeUnit.MILLISECONDS,
                    task -> Thread.ofVirtual().start(task));
            later.execute(notice::tell);
        }
        return notice;
    }

    private synchronized void tell() {
        if (!over) {
            stored = publish.get();
        }
    }

    /** The attempt is over; it is not told of any more. Ends when what was told is stored, at once when nothing was. */
    synchronized CompletableFuture<Void> over() {
        over = true;
        return stored == null ? CompletableFuture.completedFuture(null) : stored;
    }
}
