package io.groundcrew.worker.slot;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many requests a slot takes at a time. One, so that none waits behind another that lasts; several in a rush, when one
 * short request after the other has been waiting already. A slot that has to hand some on ends the rush of all: the next that
 * takes several would have to hand them on, too. Used by one thread.
 */
final class Pace {

    /** How many at a time in a rush. */
    static final int SEVERAL = 8;

    /** A request that ends within this is a short one; the next one is waiting already when it comes within this. */
    static final Duration SHORT = Duration.ofMillis(100);

    /** So many in a row make a rush. */
    static final int RUSH = 10;

    /** So many times in a row that one came alone, or none at all, end it. */
    static final int ALONE = 8;

    private final AtomicInteger handOvers;
    private int known;
    private boolean rush;
    private int inARow;

    /** @param handOvers shared with the other slots */
    Pace(AtomicInteger handOvers) {
        this.handOvers = handOvers;
    }

    /** How many to take at a time. */
    int most() {
        if (known != handOvers.get()) {
            turn(false);
        }
        return rush ? SEVERAL : 1;
    }

    /** None was waiting, and none came soon. */
    void tookNone() {
        count(rush, ALONE, false);
    }

    /** One was taken, since no more were asked for. */
    void tookOne(Duration waited, Duration lasted) {
        boolean hurried = waited.compareTo(SHORT) < 0 && lasted.compareTo(SHORT) < 0;
        count(hurried, RUSH, true);
    }

    /**
     * So many were taken as there were of the several that were asked for.
     *
     * @param handedOn whether one lasted so long that others were handed on
     */
    void tookUpToSeveral(int taken, boolean handedOn) {
        if (handedOn) {
            handOvers.incrementAndGet();
        } else {
            count(taken == 1, ALONE, false);
        }
    }

    private void count(boolean another, int enough, boolean then) {
        inARow = another ? inARow + 1 : 0;
        if (inARow == enough) {
            turn(then);
        }
    }

    private void turn(boolean to) {
        rush = to;
        inARow = 0;
        known = handOvers.get();
    }
}
