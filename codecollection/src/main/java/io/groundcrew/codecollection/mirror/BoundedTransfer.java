package io.groundcrew.codecollection.mirror;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jgit.lib.EmptyProgressMonitor;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what talks to a remote, and ends it from outside when it takes too long or brings too much. The work runs on a
 * virtual thread because interrupting one closes the socket it waits on, which nothing else in Java reliably does.
 */
final class BoundedTransfer {

    private static final Logger log = LoggerFactory.getLogger(BoundedTransfer.class);
    private static final long LOOK_EVERY_MILLIS = 50;
    private static final long END_WITHIN_SECONDS = 10;

    private final BareRepository repository;
    private final MirrorLimits limits;
    private final RepositoryUrl url;
    private final long deadline;
    private final long bytesBefore;
    private final AtomicBoolean stopped = new AtomicBoolean();

    BoundedTransfer(BareRepository repository, MirrorLimits limits, RepositoryUrl url) {
        this.repository = repository;
        this.limits = limits;
        this.url = url;
        this.deadline = System.nanoTime() + limits.time().toNanos();
        this.bytesBefore = repository.packBytes();
    }

    /** Cancels JGit's work at its next step once the transfer was stopped. */
    ProgressMonitor monitor() {
        return new EmptyProgressMonitor() {
            @Override
            public boolean isCancelled() {
                return stopped.get();
            }
        };
    }

    /** Seconds that one socket operation may take, at least 1. */
    int socketTimeout() {
        return Math.clamp(limits.time().toSeconds(), 1, 30);
    }

    <T> T run(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = Thread.ofVirtual().name("git-transfer").start(task);
        while (true) {
            try {
                T result = task.get(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                checkBytes();
                return result;
            } catch (TimeoutException _) {
                try {
                    checkTime();
                    checkBytes();
                } catch (SyncFailure over) {
                    end(task, thread);
                    throw over;
                }
            } catch (InterruptedException e) {
                end(task, thread);
                throw e;
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Exception cause ? cause : e;
            }
        }
    }

    private void checkTime() throws SyncFailure {
        if (System.nanoTime() - deadline > 0) {
            throw new SyncFailure(
                    SyncStatus.TOO_SLOW,
                    "Expected " + url + " to arrive within " + words(limits.time())
                            + ", and it had not. Try again later, or raise the time limit for syncs.");
        }
    }

    private void checkBytes() throws SyncFailure {
        long bytes = repository.packBytes() - bytesBefore;
        if (bytes > limits.bytes()) {
            throw new SyncFailure(
                    SyncStatus.TOO_LARGE,
                    "Expected at most " + words(limits.bytes()) + " from " + url
                            + ", and it sends more. Remove large files from its history, or raise the size limit for syncs.");
        }
    }

    private void end(FutureTask<?> task, Thread thread) {
        stopped.set(true);
        thread.interrupt();
        try {
            task.get(END_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.debug("The transfer from {} was ended from outside", url, e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    static String words(Duration time) {
        return time.toSeconds() >= 120
                ? time.toMinutes() + " minutes"
                : time.toMillis() >= 2_000 ? time.toSeconds() + " seconds" : time.toMillis() + " ms";
    }

    static String words(long bytes) {
        return bytes >= 10L << 20
                ? (bytes >> 20) + " MiB"
                : bytes >= 10L << 10 ? (bytes >> 10) + " KiB" : bytes + " bytes";
    }
}
