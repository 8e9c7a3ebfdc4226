package io.groundcrew.worker.slot;

import java.time.Duration;
import java.util.Iterator;
import java.util.Set;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A slot: executes one task at a time. It takes one request at a time, on the loop's own thread, or in a rush several, which
 * saves a fetch and an answer for each (ADR 15).
 */
final class SlotTaker implements Taker {

    /** Several short ones take no longer; who waits longer in the hand of this slot is handed on to another. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final IntFunction<RequestConsumer> consumers;
    private final SlotParts parts;
    private final Pace pace;
    private volatile RequestConsumer consumer;
    private int most;
    private volatile boolean busy;
    private volatile boolean leaving;

    /** @param consumers makes one that takes so many at a time */
    SlotTaker(IntFunction<RequestConsumer> consumers, SlotParts parts) {
        this.consumers = consumers;
        this.parts = parts;
        this.pace = new Pace(parts.handOvers());
        this.most = pace.most();
        this.consumer = consumers.apply(most);
    }

    @Override
    public void take(Set<String> topics) throws InterruptedException {
        keepPace();
        consumer.serve(topics);
        if (most == 1) {
            takeOne();
        } else {
            takeSeveral();
        }
    }

    /** How many a consumer takes cannot be changed. */
    private void keepPace() {
        if (most != pace.most()) {
            consumer.close();
            most = pace.most();
            consumer = consumers.apply(most);
        }
    }

    private void takeOne() throws InterruptedException {
        long asked = System.nanoTime();
        Iterator<ConsumerRecord<String, byte @Nullable []>> records =
                consumer.take().iterator();
        if (!records.hasNext()) {
            pace.tookNone();
            return;
        }
        long taken = System.nanoTime();
        begin();
        try {
            new Slot(new SlotQueue(consumer), parts).handle(records.next());
        } finally {
            end();
        }
        pace.tookOne(Duration.ofNanos(taken - asked), Duration.ofNanos(System.nanoTime() - taken));
    }

    private void takeSeveral() throws InterruptedException {
        RequestBatch batch = new RequestBatch(consumer);
        int taken = batch.size();
        if (taken == 0) {
            pace.tookNone();
            return;
        }
        begin();
        try {
            boolean handedOn = new BatchRun(batch, parts).inTurn(PATIENCE, () -> leaving);
            pace.tookUpToSeveral(taken, handedOn);
        } finally {
            end();
        }
    }

    private void begin() {
        busy = true;
        parts.metrics().busy();
    }

    private void end() {
        parts.metrics().idle();
        busy = false;
    }

    @Override
    public void leave() {
        leaving = true;
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
