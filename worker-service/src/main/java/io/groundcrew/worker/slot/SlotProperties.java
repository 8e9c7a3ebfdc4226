package io.groundcrew.worker.slot;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How many requests a worker executes at a time.
 *
 * @param slots how many; 0 for four times the processors, at least 4: tasks mostly wait
 * @param interactiveSlots how many of them serve only people; 0 for one of four, at least 1
 * @param calls how many calls, which need no process and no slot, run beside them, from 1 up
 * @param stopGrace how long running tasks may go on when the worker stops
 * @param deliveryLimit with which delivery a request ends as failed; not above what the broker allows. All but three may be
 *     those of slots that handed it on while they were busy
 * @param pollInterval after so long without a poll Kafka takes a slot for dead and hands its request to another one; up to
 *     24 days
 */
@ConfigurationProperties("worker")
record SlotProperties(
        int slots, int interactiveSlots, int calls, Duration stopGrace, int deliveryLimit, Duration pollInterval) {

    SlotProperties {
        if (slots == 0) {
            slots = Math.max(4, 4 * Runtime.getRuntime().availableProcessors());
        }
        if (interactiveSlots == 0) {
            interactiveSlots = slots == 1 ? 0 : Math.max(1, slots / 4);
        }
        if (slots < 1 || interactiveSlots < 0 || (interactiveSlots >= slots && slots > 0)) {
            throw new IllegalArgumentException(
                    "Expected worker.slots from 1 up and fewer worker.interactive-slots, found " + slots + " and "
                            + interactiveSlots);
        }
        if (calls < 1) {
            throw new IllegalArgumentException("Expected worker.calls from 1 up, found " + calls);
        }
        if (deliveryLimit < 1) {
            throw new IllegalArgumentException("Expected worker.delivery-limit from 1 up, found " + deliveryLimit);
        }
        if (!pollInterval.isPositive() || pollInterval.compareTo(Duration.ofDays(24)) > 0) {
            throw new IllegalArgumentException("Expected worker.poll-interval up to 24d, found " + pollInterval);
        }
    }
}
