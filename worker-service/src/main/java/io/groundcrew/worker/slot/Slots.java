package io.groundcrew.worker.slot;

import io.groundcrew.chassis.kafka.KafkaConnection;
import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.worker.control.ControlReader;
import io.groundcrew.worker.control.Draining;
import io.groundcrew.worker.pool.Pools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** The loops of this worker that take requests, each on its own thread: its slots, and beside them the batches of calls. */
final class Slots implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Slots.class);
    private static final Duration LEAVING = Duration.ofSeconds(3);
    private static final Duration AFTER_KILL = Duration.ofSeconds(3);
    private static final Set<Lane> PEOPLE = Set.of(Lane.INTERACTIVE);
    private static final Set<Lane> PEOPLE_AND_CHECKS = Set.of(Lane.INTERACTIVE, Lane.SCHEDULED);
    private static final Set<Lane> CALLS = Set.of(Lane.CALLS);

    /** Several batches, so that a slow call holds up its own only. */
    private static final int CALLS_AT_A_TIME = 16;

    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    private static final Duration LOOK = Duration.ofMillis(500);

    private final KafkaConnection kafka;
    private final BrokerDoor door;
    private final SlotProperties properties;
    private final String location;
    private final Pools pools;
    private final ControlReader control;
    private final Draining draining;
    private final SlotParts parts;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private final Map<Thread, Taker> takers = new ConcurrentHashMap<>();

    Slots(
            KafkaConnection kafka,
            SlotProperties properties,
            String location,
            Pools pools,
            ControlReader control,
            Draining draining,
            SlotParts parts) {
        this.kafka = kafka;
        this.door = new BrokerDoor(kafka.bootstrapServers());
        this.properties = properties;
        this.location = location;
        this.pools = pools;
        this.control = control;
        this.draining = draining;
        this.parts = parts;
    }

    @Override
    public synchronized void start() {
        for (int slot = 0; slot < properties.slots(); slot++) {
            Set<Lane> lanes = slot < properties.interactiveSlots() ? PEOPLE : PEOPLE_AND_CHECKS;
            start("slot-" + slot, lanes, name -> new SlotTaker(most -> consumer(name, most), parts));
        }
        for (int calls = 0; calls < properties.calls(); calls += CALLS_AT_A_TIME) {
            int most = Math.min(CALLS_AT_A_TIME, properties.calls() - calls);
            start("calls-" + calls / CALLS_AT_A_TIME, CALLS, name -> new CallTaker(consumer(name, most), parts));
        }
        log.info(
                "{} slots take requests at location {}, {} of them for people only; up to {} calls run beside them",
                properties.slots(),
                location,
                properties.interactiveSlots(),
                properties.calls());
    }

    /**
     * Not a virtual thread: while Kafka is away a poll spins without ever giving up its carrier, and a few of them leave no
     * carrier for a virtual thread whose lock Kafka's own threads wait for.
     */
    private void start(String name, Set<Lane> lanes, Function<String, Taker> taker) {
        threads.add(Thread.ofPlatform()
                .daemon()
                .name(name)
                .start(() -> run(name, lanes, () -> taker.apply("groundcrew-worker-" + name))));
    }

    private RequestConsumer consumer(String name, int most) {
        return new RequestConsumer(kafka, name, most, properties.pollInterval());
    }

    /** Takes nothing more, lets what runs come to its end for the grace period, and ends the rest. */
    @Override
    public synchronized void stop() {
        stopping.countDown();
        takers.values().forEach(Taker::leave);
        if (!joined(threads, properties.stopGrace())) {
            // What a busy slot gives back would be handed to the fetch of one that still waits, from there to the
            // next, and each of these deliveries counts.
            joined(threads.stream().filter(thread -> !isBusy(thread)).toList(), LEAVING);
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

    private boolean isBusy(Thread thread) {
        Taker taker = takers.get(thread);
        return taker != null && taker.isBusy();
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

    private void run(String name, Set<Lane> lanes, Supplier<Taker> fresh) {
        long pause = 250;
        while (stopping.getCount() > 0) {
            try (Taker taker = fresh.get()) {
                takers.put(Thread.currentThread(), taker);
                while (stopping.getCount() > 0) {
                    taker.take(topics(lanes));
                    pause = 250;
                }
                return;
            } catch (InterruptedException | InterruptException e) {
                return;
            } catch (KafkaException | IllegalStateException e) {
                log.warn("{} takes no requests and will try again: {}", name, e.toString());
            } catch (RuntimeException | Error e) {
                log.error("{} broke and begins anew", name, e);
            } finally {
                takers.remove(Thread.currentThread());
            }
            try {
                stopping.await(pause, TimeUnit.MILLISECONDS);
                awaitBroker();
            } catch (InterruptedException e) {
                return;
            }
            pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
        }
    }

    /** Until there is one or this worker stops. */
    private void awaitBroker() throws InterruptedException {
        while (stopping.getCount() > 0 && !door.isOpen()) {
            stopping.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** None before it is known what was cancelled, and none while the worker is drained. */
    private Set<String> topics(Set<Lane> lanes) {
        if (!control.hasCaughtUp() || draining.by() != null) {
            return Set.of();
        }
        Set<String> topics = new TreeSet<>();
        for (String pool : pools.ready()) {
            for (Lane lane : lanes) {
                topics.add(Topics.requests(location, pool, lane));
            }
        }
        return topics;
    }
}
