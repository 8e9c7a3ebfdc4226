package io.groundcrew.worker.slot;

import java.util.Set;

/**
 * Takes a batch of calls at a time and executes them at once: calls wait for others and take next to nothing here, so that a
 * fetch, an answer and a renewal for each would be most of the work (ADR 11). The next batch is taken when the last request
 * of this one is answered for.
 */
final class CallTaker implements Taker {

    private final RequestConsumer consumer;
    private final SlotParts parts;
    private volatile boolean busy;

    CallTaker(RequestConsumer consumer, SlotParts parts) {
        this.consumer = consumer;
        this.parts = parts;
    }

    @Override
    public void take(Set<String> topics) throws InterruptedException {
        consumer.serve(topics);
        RequestBatch batch = new RequestBatch(consumer);
        int taken = batch.size();
        if (taken == 0) {
            return;
        }
        busy = true;
        parts.metrics().calls(taken);
        try {
            new BatchRun(batch, parts).atOnce();
        } finally {
            parts.metrics().calls(-taken);
            busy = false;
        }
    }

    @Override
    public void leave() {
        consumer.wake();
    }

    @Override
    public boolean isBusy() {
        return busy;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
