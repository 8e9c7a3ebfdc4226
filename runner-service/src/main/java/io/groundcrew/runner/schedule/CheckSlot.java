package io.groundcrew.runner.schedule;

import io.groundcrew.contracts.SlxRef;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The checks of one interval that are due in the same second. One Quartz trigger stands for all of them, since its store
 * serialises on one row lock: thousands of checks must not be thousands of triggers.
 *
 * @param intervalSeconds 5 or more
 * @param second 0 to {@code intervalSeconds - 1}: nominal fires are at the epoch seconds that leave this remainder
 */
record CheckSlot(int intervalSeconds, int second) {

    /** The slot of an SLX: always the same one, and evenly spread over many SLXs. */
    static CheckSlot of(SlxRef slx, int intervalSeconds) {
        CRC32 hash = new CRC32();
        hash.update(slx.fullName().getBytes(StandardCharsets.UTF_8));
        return new CheckSlot(intervalSeconds, (int) (hash.getValue() % intervalSeconds));
    }

    String triggerName() {
        return intervalSeconds + "s-" + second;
    }
}
