package io.groundcrew.worker.execute;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** The wish that a run ends, and what ends the step it is at. */
final class Cancellation {

    private static final Runnable NOTHING = () -> {};

    private final AtomicBoolean wanted = new AtomicBoolean();
    private final AtomicReference<Runnable> step = new AtomicReference<>(NOTHING);

    /** Says how the step that begins is ended; does so at once when the end is already wanted. */
    void onCancel(Runnable ending) {
        step.set(ending);
        if (wanted.get()) {
            ending.run();
        }
    }

    void stepIsOver() {
        step.set(NOTHING);
    }

    void cancel() {
        if (wanted.compareAndSet(false, true)) {
            step.get().run();
        }
    }

    boolean isWanted() {
        return wanted.get();
    }
}
