package io.groundcrew.worker.pool;

import io.groundcrew.contracts.fleet.PoolAnnounced;
import io.groundcrew.contracts.fleet.WorkerBeat.Environment;
import io.groundcrew.contracts.fleet.WorkerBeat.State;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one announced commit ready and tries again until all of it is, or another commit is wanted. */
final class Preparation {

    private static final Logger log = LoggerFactory.getLogger(Preparation.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final int MOST_DOUBLINGS = 7;

    private final PoolAnnounced pool;
    private final String commit;
    private final CollectionTrees trees;
    private final Semaphore turns;
    private final Consumer<Environment> outcome;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private boolean reported;

    Preparation(
            PoolAnnounced pool, String commit, CollectionTrees trees, Semaphore turns, Consumer<Environment> outcome) {
        this.pool = pool;
        this.commit = commit;
        this.trees = trees;
        this.turns = turns;
        this.outcome = outcome;
        this.thread = Thread.ofVirtual().name("prepare-" + pool.pool()).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void stop() {
        stopped.countDown();
        thread.interrupt();
    }

    /** Whether this is about the same commit of the same source with the same credentials. */
    boolean isFor(PoolAnnounced other) {
        return commit.equals(other.commit())
                && pool.repoUrl().equals(other.repoUrl())
                && Objects.equals(pool.repoPath(), other.repoPath())
                && Arrays.equals(pool.sealedCredentials(), other.sealedCredentials());
    }

    private void run() {
        try {
            boolean pruned = false;
            for (int failures = 0; ; failures++) {
                boolean complete = attempt();
                // Not only when it is complete, which it may never be.
                if (reported && !pruned) {
                    trees.prune(pool, commit);
                    pruned = true;
                }
                long pause = FIRST_PAUSE.toMillis() << Math.min(failures, MOST_DOUBLINGS);
                if (complete || stopped.await(pause, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            log.debug("The preparation of pool {} at {} was stopped", pool.pool(), commit);
        }
    }

    private boolean attempt() throws InterruptedException {
        turns.acquire();
        try (TreeLease ready = trees.lease(pool, commit)) {
            log.info(
                    "Pool {} is ready at commit {} in {}",
                    pool.pool(),
                    commit,
                    ready.tree().root());
            String missing = ready.tree().missing();
            if (missing != null && reported) {
                missing = trees.complete(pool, commit);
            }
            if (missing != null) {
                log.warn("Pool {} is not complete at commit {}: {}", pool.pool(), commit, missing);
            }
            report(State.READY, missing);
            reported = true;
            return missing == null;
        } catch (PreparationException e) {
            log.warn("Pool {} could not be prepared at commit {}: {}", pool.pool(), commit, e.getMessage());
            report(State.FAILED, e.getMessage());
            return false;
        } catch (RuntimeException e) {
            log.error("Pool {} could not be prepared at commit {}", pool.pool(), commit, e);
            report(State.FAILED, "The worker could not prepare it: " + e);
            return false;
        } finally {
            turns.release();
        }
    }

    private void report(State state, @Nullable String reason) {
        if (stopped.getCount() > 0) {
            outcome.accept(new Environment(pool.pool(), commit, state, reason));
        }
    }
}
