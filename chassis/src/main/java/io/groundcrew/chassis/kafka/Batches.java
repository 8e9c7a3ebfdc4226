package io.groundcrew.chassis.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.WakeupException;

/**
 * What a consumer reads, in batches that begin some time apart, so that under load many small ones become few. What comes
 * after a silence is a batch at once; in a rush they are farther apart. Not thread-safe.
 */
public final class Batches<K, V> {

    /** Enough for one fetch of what is there; it is waited for in full when nothing is. */
    private static final Duration FETCH = Duration.ofMillis(5);

    private final Consumer<K, V> consumer;
    private final Pace pace;
    private long lastBegun = System.nanoTime();
    private long notBefore = lastBegun;

    public Batches(Consumer<K, V> consumer, Pace pace) {
        this.consumer = consumer;
        this.pace = pace;
    }

    /**
     * Waits until there is something.
     *
     * @param most how long, at the most
     * @return in the order of each partition; empty when nothing came
     * @throws WakeupException when the consumer was woken
     */
    public List<ConsumerRecord<K, V>> next(Duration most) {
        LockSupport.parkNanos(notBefore - System.nanoTime());
        List<ConsumerRecord<K, V>> batch = new ArrayList<>();
        consumer.poll(Duration.ZERO).forEach(batch::add);
        // The client fetches ahead only once, right after the last batch; what has come since is still with the broker.
        consumer.poll(batch.isEmpty() ? most : FETCH).forEach(batch::add);
        if (!batch.isEmpty()) {
            long now = System.nanoTime();
            notBefore = now + pace.after(batch.size(), now - lastBegun);
            lastBegun = now;
        }
        return batch;
    }
}
