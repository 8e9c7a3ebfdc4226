package io.groundcrew.chassis.loop;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Does one step again and again with a pause between, on its own thread, from the start of the context to its end. A
 * step that fails is warned of once and tried again with growing pauses; nothing ends the loop but its stop.
 */
public final class Loop implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Loop.class);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(10);
    private static final Duration STOP = Duration.ofSeconds(2);

    private final String name;
    private final Duration pause;
    private final Step step;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private boolean running;
    private boolean woken;
    private @Nullable Thread thread;

    /** What is done each time. */
    public interface Step {
        void run() throws Exception;
    }

    /**
     * @param name what people read in warnings and thread dumps, for example {@code announcing resources}
     */
    public Loop(String name, Duration pause, Step step) {
        this.name = name;
        this.pause = pause;
        this.step = step;
    }

    /** Ends the current pause. */
    public void wake() {
        lock.lock();
        try {
            woken = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void start() {
        lock.lock();
        try {
            if (!running) {
                running = true;
                thread = Thread.ofVirtual().name(name).start(this::go);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void stop() {
        Thread last;
        lock.lock();
        try {
            running = false;
            changed.signalAll();
            last = thread;
            thread = null;
        } finally {
            lock.unlock();
        }
        if (last != null) {
            try {
                if (!last.join(STOP)) {
                    last.interrupt();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        lock.lock();
        try {
            return running;
        } finally {
            lock.unlock();
        }
    }

    private void go() {
        int failures = 0;
        while (isRunning()) {
            try {
                step.run();
                if (failures > 0) {
                    log.info("{}: works again after {} failures", name, failures);
                }
                failures = 0;
            } catch (InterruptedException stopped) {
                return;
            } catch (Exception | Error e) {
                failures++;
                if (isRunning()) {
                    log.warn("{}: failed {} times and will be tried again: {}", name, failures, e.toString());
                    log.debug("{}", name, e);
                }
            }
            if (!rest(failures == 0 ? pause : backOff(failures))) {
                return;
            }
        }
    }

    private Duration backOff(int failures) {
        Duration wanted = Duration.ofMillis(250L << Math.min(failures, 6));
        return wanted.compareTo(LONGEST_BACK_OFF) < 0 ? wanted : LONGEST_BACK_OFF;
    }

    /** False when the loop is to end. */
    private boolean rest(Duration howLong) {
        lock.lock();
        try {
            long left = howLong.toNanos();
            while (running && !woken && left > 0) {
                left = changed.awaitNanos(left);
            }
            woken = false;
            return running;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }
}
