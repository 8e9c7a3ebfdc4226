package io.groundcrew.worker.slot;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Executes the requests of a batch, each on a thread of its own, while the caller's answers for them. */
final class BatchRun {

    private static final Logger log = LoggerFactory.getLogger(BatchRun.class);
    private static final CompletableFuture<Void> NOW = CompletableFuture.completedFuture(null);

    private final RequestBatch batch;
    private final SlotParts parts;
    private volatile boolean handedOn;

    BatchRun(RequestBatch batch, SlotParts parts) {
        this.batch = batch;
        this.parts = parts;
    }

    /** Executes all at once; returns when the last is answered for. */
    void atOnce() throws InterruptedException {
        batch.inOrder().forEach(request -> start(request, () -> execute(request)));
        answerForAll();
    }

    /**
     * Executes one task at a time; returns when the last is answered for.
     *
     * @param patience how long a request waits for its turn before it is handed on to somebody else, if it may be
     * @param leaving whether none shall begin any more
     * @return whether any was handed on
     */
    boolean inTurn(Duration patience, BooleanSupplier leaving) throws InterruptedException {
        long handedOnAt = System.nanoTime() + patience.toNanos();
        CompletableFuture<Void> turn = NOW;
        List<HeldRequest> requests = batch.inOrder();
        requests.getLast().comesLast();
        for (HeldRequest request : requests) {
            CompletableFuture<Void> mine = turn;
            CompletableFuture<Void> next = new CompletableFuture<>();
            start(request, () -> {
                if (comes(mine, request, handedOnAt, leaving) && request.isHeld() && !leaving.getAsBoolean()) {
                    request.whenTaskOver(() -> next.complete(null));
                    execute(request);
                } else {
                    handedOn = true;
                    request.handOn();
                    mine.thenRun(() -> next.complete(null));
                }
            });
            turn = next;
        }
        answerForAll();
        return handedOn;
    }

    private static void start(HeldRequest request, Runnable work) {
        Thread.ofVirtual().name("request-" + request.offset()).start(work);
    }

    /** False when the request is for somebody else to execute. One that was handed on too often is kept until its turn comes. */
    private boolean comes(CompletableFuture<Void> turn, HeldRequest request, long handedOnAt, BooleanSupplier leaving) {
        try {
            boolean come = within(turn, Duration.ofNanos(handedOnAt - System.nanoTime()));
            while (!come
                    && !leaving.getAsBoolean()
                    && !parts.mayBeHandedOn(request.deliveries())
                    && request.renew(request.record())) {
                come = within(turn, request.lockTime().dividedBy(3));
            }
            return come;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("Nobody interrupts or fails a turn", e);
        }
    }

    private static boolean within(CompletableFuture<Void> turn, Duration patience)
            throws InterruptedException, ExecutionException {
        try {
            turn.get(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private void execute(HeldRequest request) {
        try {
            new Slot(request, parts).handle(request.record());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            log.error(
                    "A request of {} broke and is handed out again",
                    request.partition().topic(),
                    e);
        } finally {
            request.taskOver();
            request.handBack();
        }
    }

    private void answerForAll() throws InterruptedException {
        try {
            while (batch.size() > 0) {
                batch.settle();
            }
        } finally {
            batch.giveUp();
        }
    }
}
