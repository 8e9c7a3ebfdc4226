package io.groundcrew.worker.slot;

import java.util.Iterator;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Takes one request at a time and executes it on the loop's own thread. */
final class SlotTaker implements Taker {

    private final RequestConsumer consumer;
    private final Slot slot;
    private final SlotMetrics metrics;
    private volatile boolean busy;

    SlotTaker(RequestConsumer consumer, SlotParts parts) {
        this.consumer = consumer;
        this.slot = new Slot(new SlotQueue(consumer), parts);
        this.metrics = parts.metrics();
    }

    @Override
    public void take(Set<String> topics) throws InterruptedException {
        consumer.serve(topics);
        Iterator<ConsumerRecord<String, byte @Nullable []>> records =
                consumer.take().iterator();
        if (!records.hasNext()) {
            return;
        }
        busy = true;
        metrics.busy();
        try {
            slot.handle(records.next());
        } finally {
            metrics.idle();
            busy = false;
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
