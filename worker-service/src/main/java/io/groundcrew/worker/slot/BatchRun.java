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
    private static final CompletableFuture<Boolean> NOW = CompletableFuture.completedFuture(true);

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
     * @param patience how long a request may wait for its turn before it is handed on to somebody else
     * @param leaving whether none shall begin any more
     * @return whether any was handed on
     */
    boolean inTurn(Duration patience, BooleanSupplier leaving) throws InterruptedException {
        long begun = System.nanoTime();
        CompletableFuture<Boolean> turn = NOW;
        List<HeldRequest> requests = batch.inOrder();
        requests.getLast().comesLast();
        for (HeldRequest request : requests) {
            CompletableFuture<Boolean> mine = turn;
            CompletableFuture<Boolean> next = new CompletableFuture<>();
            start(request, () -> {
                boolean mayBegin = comes(mine, patience.minusNanos(System.nanoTime() - begun));
                if (mayBegin && request.isHeld() && !leaving.getAsBoolean()) {
                    request.whenTaskOver(() -> next.complete(true));
                    execute(request);
                } else {
                    handedOn = true;
                    request.handOn();
                    next.complete(false);
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

    private static boolean comes(CompletableFuture<Boolean> turn, Duration patience) {
        try {
            return turn.get(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("Nobody interrupts or fails a turn", e);
        }
    }

    private void execute(HeldRequest request) {
        try {
            new Slot(request, parts).handle(request.record());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
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
