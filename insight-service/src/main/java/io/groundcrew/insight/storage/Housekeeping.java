package io.groundcrew.insight.storage;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Makes days ahead and drops old ones, at the start and every hour; sooner again when the database was away. */
public final class Housekeeping implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration BETWEEN = Duration.ofHours(1);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

    private final Partitions partitions;
    private volatile @Nullable CountDownLatch stop;

    public Housekeeping(Partitions partitions) {
        this.partitions = partitions;
    }

    @Override
    public void start() {
        CountDownLatch signal = new CountDownLatch(1);
        stop = signal;
        Thread.ofVirtual().name("insight-housekeeping").start(() -> loop(signal));
    }

    @Override
    public void stop() {
        CountDownLatch signal = stop;
        stop = null;
        if (signal != null) {
            signal.countDown();
        }
    }

    @Override
    public boolean isRunning() {
        return stop != null;
    }

    private void loop(CountDownLatch signal) {
        try {
            Duration wait = Duration.ZERO;
            while (!signal.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                wait = clean();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration clean() {
        try {
            partitions.makeAhead();
            partitions.dropOld();
            return BETWEEN;
        } catch (DataAccessException | TransactionException e) {
            log.warn(
                    "Could not make or drop partitions, trying again in {} s: {}",
                    AFTER_FAILURE.toSeconds(),
                    e.toString());
            return AFTER_FAILURE;
        }
    }
}
