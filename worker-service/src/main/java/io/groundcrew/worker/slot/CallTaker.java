package io.groundcrew.worker.slot;

import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a batch of requests at a time and executes each on a thread of its own: calls wait for others and take next to
 * nothing here, so that a fetch, an answer and a renewal for each would be most of the work (ADR 11). The next batch is taken
 * when the last request of this one is answered for.
 */
final class CallTaker implements Taker {

    private static final Logger log = LoggerFactory.getLogger(CallTaker.class);

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
        CallBatch batch = new CallBatch(consumer);
        int taken = batch.size();
        if (taken == 0) {
            return;
        }
        busy = true;
        parts.metrics().calls(taken);
        try {
            batch.forEach(
                    call -> Thread.ofVirtual().name("call-" + call.offset()).start(() -> execute(call)));
            while (batch.size() > 0) {
                batch.settle();
            }
        } finally {
            batch.giveUp();
            parts.metrics().calls(-taken);
            busy = false;
        }
    }

    private void execute(HeldCall call) {
        try {
            new Slot(call, parts).handle(call.record());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.error(
                    "A request of {} broke and is handed out again",
                    call.partition().topic(),
                    e);
        } finally {
            call.handBack();
        }
    }

    @Override
    public void wake() {
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
