package io.groundcrew.worker.slot;

import io.groundcrew.chassis.kafka.KafkaConnection;
import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.worker.pool.Pools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** The slots of this worker, each a loop on its own thread. */
final class Slots implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Slots.class);
    private static final Duration LEAVING = Duration.ofSeconds(3);
    private static final Duration AFTER_KILL = Duration.ofSeconds(3);
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private final KafkaConnection kafka;
    private final SlotProperties properties;
    private final String location;
    private final Pools pools;
    private final SlotParts parts;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private final Set<SlotQueue> queues = ConcurrentHashMap.newKeySet();
    private final Set<Thread> busy = ConcurrentHashMap.newKeySet();

    Slots(KafkaConnection kafka, SlotProperties properties, String location, Pools pools, SlotParts parts) {
        this.kafka = kafka;
        this.properties = properties;
        this.location = location;
        this.pools = pools;
        this.parts = parts;
    }

    @Override
    public synchronized void start() {
        for (int slot = 0; slot < properties.slots(); slot++) {
            String name = "slot-" + slot;
            Set<Lane> lanes = slot < properties.interactiveSlots() ? Set.of(Lane.INTERACTIVE) : Set.of(Lane.values());
            threads.add(Thread.ofVirtual().name(name).start(() -> run(name, lanes)));
        }
        log.info(
                "{} slots take requests at location {}, {} of them for people only",
                properties.slots(),
                location,
                properties.interactiveSlots());
    }

    /** Takes nothing more, lets what runs come to its end for the grace period, and ends the rest. */
    @Override
    public synchronized void stop() {
        stopping.countDown();
        queues.forEach(SlotQueue::wake);
        if (!joined(threads, properties.stopGrace())) {
            // What a busy slot gives back would be handed to the fetch of one that still waits, from there to the
            // next, and each of these deliveries counts.
            joined(threads.stream().filter(thread -> !busy.contains(thread)).toList(), LEAVING);
            parts.executions()
                    .stopAll("The worker was stopped while the task was running, and the task may not be repeated.");
            if (!joined(threads, AFTER_KILL)) {
                threads.forEach(Thread::interrupt);
                joined(threads, Duration.ofSeconds(1));
            }
        }
        threads.clear();
    }

    @Override
    public synchronized boolean isRunning() {
        return !threads.isEmpty();
    }

    /** After pools and beats have started, and before they stop. */
    @Override
    public int getPhase() {
        return 20;
    }

    private static boolean joined(List<Thread> threads, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            for (Thread thread : threads) {
                if (!thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void run(String name, Set<Lane> lanes) {
        long pause = 250;
        while (stopping.getCount() > 0) {
            try (SlotQueue queue = new SlotQueue(kafka, "groundcrew-worker-" + name)) {
                queues.add(queue);
                try {
                    Slot slot = new Slot(queue, parts);
                    while (stopping.getCount() > 0 && serve(queue, slot, lanes)) {
                        pause = 250;
                    }
                    return;
                } finally {
                    queues.remove(queue);
                }
            } catch (InterruptedException | InterruptException e) {
                return;
            } catch (KafkaException | IllegalStateException e) {
                log.warn("{} takes no requests and will try again: {}", name, e.toString());
            } catch (RuntimeException e) {
                log.error("{} broke and begins anew", name, e);
            }
            try {
                if (stopping.await(pause, TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                return;
            }
            pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
        }
    }

    /** Serves one record or waits a moment for one; false when the worker stops. */
    private boolean serve(SlotQueue queue, Slot slot, Set<Lane> lanes) throws InterruptedException {
        Set<String> topics = topics(lanes);
        queue.serve(topics);
        if (topics.isEmpty()) {
            return !stopping.await(250, TimeUnit.MILLISECONDS);
        }
        var record = queue.take();
        if (record.isPresent()) {
            parts.metrics().busy();
            busy.add(Thread.currentThread());
            try {
                slot.handle(record.get());
            } finally {
                busy.remove(Thread.currentThread());
                parts.metrics().idle();
            }
        }
        return stopping.getCount() > 0;
    }

    private Set<String> topics(Set<Lane> lanes) {
        Set<String> topics = new TreeSet<>();
        for (String pool : pools.ready()) {
            for (Lane lane : lanes) {
                topics.add(Topics.requests(location, pool, lane));
            }
        }
        return topics;
    }
}
