package io.groundcrew.worker.beat;

import io.groundcrew.contracts.fleet.WorkerBeat;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.contracts.wire.Wire;
import io.groundcrew.worker.kafka.PatientSender;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Says that the worker lives: at its start, at each change, and after each interval; and at its end that it left. */
final class Beats implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Beats.class);
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final PatientSender sender;
    private final String worker;
    private final Duration interval;
    private final Supplier<WorkerBeat> state;
    private final Semaphore changes = new Semaphore(0);
    private @Nullable Thread thread;

    Beats(PatientSender sender, String worker, Duration interval, Supplier<WorkerBeat> state) {
        this.sender = sender;
        this.worker = worker;
        this.interval = interval;
        this.state = state;
    }

    /** Beats now instead of after the interval. */
    void changed() {
        changes.release();
    }

    @Override
    public void start() {
        thread = Thread.ofVirtual().name("beats").start(this::run);
    }

    @Override
    public void stop() {
        Thread running = thread;
        thread = null;
        if (running == null) {
            return;
        }
        running.interrupt();
        try {
            running.join(FAREWELL);
            sender.send(new ProducerRecord<>(Topics.WORKERS, worker, null))
                    .get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.warn("The worker leaves without having said so; the runner finds out by its silence");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    @Override
    public int getPhase() {
        return 10;
    }

    private void run() {
        try {
            while (true) {
                CompletableFuture<Void> stored =
                        sender.send(new ProducerRecord<>(Topics.WORKERS, worker, Wire.write(state.get())));
                // While Kafka is away one beat waits, not one for each interval.
                stored.get();
                changes.tryAcquire(interval.toMillis(), TimeUnit.MILLISECONDS);
                changes.drainPermits();
            }
        } catch (InterruptedException e) {
            log.debug("Beats end");
        } catch (ExecutionException e) {
            log.warn("Beats end: {}", e.toString());
        }
    }
}
