package io.groundcrew.runner.run;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The topics for which the producer has just waited in vain, for their leader or for room: while Kafka is away, the next record
 * would wait as long again, and whoever sends many of them one after the other for minutes.
 */
final class SilentTopics {

    /** A record that is refused sooner was not waited for. */
    private static final long WAITED = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long SILENT = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanos;
    private final Map<String, Long> since = new ConcurrentHashMap<>();

    /** @param nanos as {@link System#nanoTime} */
    SilentTopics(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Whether nothing should be sent to a topic now. */
    boolean has(String topic) {
        Long at = since.get(topic);
        if (at != null && nanos.getAsLong() - at < SILENT) {
            return true;
        }
        if (at != null) {
            since.remove(topic, at);
        }
        return false;
    }

    /**
     * Sends to a topic.
     *
     * @param send sends one record, and says whether that has failed already
     */
    void watch(String topic, BooleanSupplier send) {
        long begun = nanos.getAsLong();
        boolean refused = send.getAsBoolean();
        long ended = nanos.getAsLong();
        if (refused && ended - begun >= WAITED) {
            since.put(topic, ended);
        }
    }
}
