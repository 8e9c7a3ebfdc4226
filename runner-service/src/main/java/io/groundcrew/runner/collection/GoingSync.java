package io.groundcrew.runner.collection;

import java.time.Instant;

/** A sync that goes on in the thread that made this, and the lease that it goes on under. */
final class GoingSync {

    private final Thread thread = Thread.currentThread();
    private final String collection;
    private final String owner;
    private volatile Instant until;
    private boolean ended;
    private boolean stopped;

    GoingSync(String collection, String owner, Instant until) {
        this.collection = collection;
        this.owner = owner;
        this.until = until;
    }

    String collection() {
        return collection;
    }

    String owner() {
        return owner;
    }

    /** When the lease ends, unless it is renewed. */
    Instant until() {
        return until;
    }

    void renewed(Instant newUntil) {
        until = newUntil;
    }

    /** Interrupts it, unless it has ended. */
    synchronized void stop() {
        if (!ended) {
            stopped = true;
            thread.interrupt();
        }
    }

    /** Says in its own thread that it has ended. What follows is not to be interrupted any more. */
    synchronized void end() {
        ended = true;
        if (Thread.interrupted()) {
            stopped = true;
        }
    }

    synchronized boolean isStopped() {
        return stopped;
    }
}
