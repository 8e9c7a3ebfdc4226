package io.groundcrew.worker.slot;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How the threads of a batch tell its loop that there is something to send. */
final class BatchSignals {

    /** Who is in a hurry is rarely alone. */
    private static final Duration OTHERS = Duration.ofMillis(10);

    /** An answer waits for the others at the most so long: until it is sent, the request is one that might come again. */
    private static final Duration UNSENT = Duration.ofSeconds(1);

    private int unanswered;
    private boolean hurry;
    private boolean waitsForOthers;

    synchronized void begun(int requests) {
        unanswered = requests;
    }

    /** One more is answered, or lost without an answer. The loop is woken by the first and by the last only. */
    synchronized void answered() {
        unanswered--;
        if (!waitsForOthers || unanswered == 0) {
            notifyAll();
        }
    }

    /** What one has to say must not wait for the answers of others: a lock to renew, or a request for somebody else. */
    synchronized void hurry() {
        hurry = true;
        notifyAll();
    }

    /** Waits until all have been answered for, some of them have been for a while, or one is in a hurry. */
    synchronized void await(int held) throws InterruptedException {
        while (unanswered == held && !hurry) {
            wait();
        }
        waitsForOthers = true;
        long sendAt = System.nanoTime() + UNSENT.toNanos();
        for (long left = UNSENT.toNanos(); unanswered > 0 && !hurry && left > 0; ) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = sendAt - System.nanoTime();
        }
        if (unanswered > 0) {
            wait(OTHERS.toMillis());
        }
        hurry = false;
        waitsForOthers = false;
    }
}
