package io.groundcrew.worker.slot;

import java.util.Set;

/** One loop of a worker that takes requests and answers for them. One thread uses it; others tell it to leave and look at it. */
interface Taker extends AutoCloseable {

    /**
     * Takes what there is in these queues, waits a moment for it, and returns when it is answered for. Without queues it only
     * waits.
     *
     * @throws InterruptedException when it was given up; what it holds is handed out again
     */
    void take(Set<String> topics) throws InterruptedException;

    /** Ends a wait for requests, and begins none that it has not begun; what runs comes to its end. */
    void leave();

    /** Whether it has requests to answer for. */
    boolean isBusy();

    /** Gives back what it holds. */
    @Override
    void close();
}
