package io.groundcrew.worker.slot;

import io.groundcrew.worker.run.Executions;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * What all slots of a worker share.
 *
 * @param deliveryLimit with which delivery a request ends as failed
 * @param handOvers how often one of them handed on what waited behind a task that lasts
 * @param draining whether the worker is to take nothing more
 */
record SlotParts(
        RequestReader reader,
        Executions executions,
        Rejections rejections,
        SlotMetrics metrics,
        int deliveryLimit,
        AtomicInteger handOvers,
        BooleanSupplier draining,
        Clock clock) {

    /** So many are left to a request for workers that stop, or lose touch with it, when it is handed on no more. */
    private static final int SPARE_DELIVERIES = 3;

    /** @param deliveries how often a request was handed out, this time included */
    boolean mayBeHandedOn(int deliveries) {
        return deliveries <= deliveryLimit - SPARE_DELIVERIES;
    }
}
