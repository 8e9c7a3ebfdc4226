package io.groundcrew.worker.slot;

import io.groundcrew.worker.run.Executions;
import java.time.Clock;

/** What all slots of a worker share. */
record SlotParts(
        RequestReader reader,
        Executions executions,
        Rejections rejections,
        SlotMetrics metrics,
        int deliveryLimit,
        Clock clock) {}
