package io.groundcrew.runner.run;

import io.groundcrew.chassis.kafka.Batches;
import io.groundcrew.chassis.kafka.Failures;
import io.groundcrew.chassis.kafka.Pace;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.contracts.wire.UnreadableMessageException;
import io.groundcrew.contracts.wire.Wire;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Reads the whole topic of events, from where the last runner was on and after a failure from where this one was, and tells
 * the listeners. Every runner reads all of it, so none needs another's memory to take over.
 */
class EventFollower implements SmartLifecycle, RunTimeline {

    private static final Logger log = LoggerFactory.getLogger(EventFollower.class);
    private static final Duration POLL = Duration.ofMillis(500);
    /** Under load, a few large batches cost less than many small ones. */
    private static final Pace PACE = new Pace(Duration.ofMillis(20), Duration.ofMillis(60));

    private static final Duration ASK = Duration.ofSeconds(5);
    private static final Duration CHECK_END_EVERY = Duration.ofSeconds(2);
    private static final Duration BACK_OFF = Duration.ofSeconds(1);

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final Supplier<Instant> startFrom;
    private final List<RunEventListener> listeners;
    private final Clock clock;
    private volatile boolean running;
    private volatile Instant currentAsOf = Instant.EPOCH;
    private volatile Optional<Consumer<String, byte[]>> reading = Optional.empty();
    private volatile Thread thread = new Thread();
    /** Everything before was told to the listeners. */
    private final Map<TopicPartition, Long> next = new HashMap<>();

    private Map<TopicPartition, Long> ends = Map.of();
    private Instant askedAt = Instant.EPOCH;

    EventFollower(
            Supplier<Consumer<String, byte[]>> consumers,
            Supplier<Instant> startFrom,
            List<RunEventListener> listeners,
            Clock clock) {
        this.consumers = consumers;
        this.startFrom = startFrom;
        this.listeners = List.copyOf(listeners);
        this.clock = clock;
    }

    @Override
    public Instant currentAsOf() {
        return currentAsOf;
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("run-events").daemon().start(this::run);
    }

    @Override
    public void stop() {
        running = false;
        // An interrupt would also cut short the orderly closing of the consumer.
        reading.ifPresent(Consumer::wakeup);
        synchronized (this) {
            notifyAll();
        }
        try {
            thread.join(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        while (running) {
            try (Consumer<String, byte[]> consumer = consumers.get()) {
                reading = Optional.of(consumer);
                List<TopicPartition> partitions = consumer.partitionsFor(Topics.EVENTS, ASK).stream()
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
                if (partitions.isEmpty()) {
                    log.info("Waiting for the topic {}", Topics.EVENTS);
                    pause();
                } else {
                    follow(consumer, partitions);
                }
            } catch (WakeupException e) {
                log.debug("Reading of events ends", e);
            } catch (RuntimeException | Error e) {
                log.warn("Reading of run events begins again in {}: {}", BACK_OFF, e.toString());
                pause();
            }
        }
    }

    private void follow(Consumer<String, byte[]> consumer, List<TopicPartition> partitions) {
        consumer.assign(partitions);
        if (next.keySet().containsAll(partitions)) {
            next.forEach(consumer::seek);
        } else {
            seek(consumer, partitions, startFrom.get());
        }
        ends = Map.of();
        askedAt = Instant.EPOCH;
        Batches<String, byte[]> batches = new Batches<>(consumer, PACE);
        while (running) {
            List<RunEvent> batch = new ArrayList<>();
            batches.next(POLL).forEach(record -> read(record, batch));
            deliver(batch);
            partitions.forEach(partition -> next.put(partition, consumer.position(partition, ASK)));
            noteProgress(consumer, partitions);
        }
    }

    private static void seek(Consumer<String, byte[]> consumer, List<TopicPartition> partitions, Instant from) {
        // Before the times are looked up: seekToEnd would pass over what is published until the first poll.
        Map<TopicPartition, Long> endsBefore = consumer.endOffsets(partitions, ASK);
        Map<TopicPartition, OffsetAndTimestamp> offsets = consumer.offsetsForTimes(
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> from.toEpochMilli())),
                ASK);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp offset = offsets.get(partition);
            consumer.seek(partition, offset == null ? endsBefore.getOrDefault(partition, 0L) : offset.offset());
        }
    }

    /**
     * Asks for the ends of the log now and then; when they are passed, everything up to the asking was read, however much has
     * come since. The answer also proves that the broker is there, so that silence in the log is not its absence.
     */
    private void noteProgress(Consumer<String, byte[]> consumer, List<TopicPartition> partitions) {
        Instant now = clock.instant();
        if (ends.isEmpty() && !now.isBefore(askedAt.plus(CHECK_END_EVERY))) {
            ends = consumer.endOffsets(partitions, ASK);
            askedAt = now;
        }
        boolean passed =
                ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey(), ASK) >= end.getValue());
        if (!ends.isEmpty() && passed) {
            currentAsOf = askedAt;
            ends = Map.of();
        }
    }

    private static void read(ConsumerRecord<String, byte[]> record, List<RunEvent> batch) {
        if (record.headers().lastHeader(RunPublisher.FOR_OTHERS) != null) {
            return;
        }
        byte @Nullable [] value = record.value();
        try {
            batch.add(Objects.requireNonNull(value == null ? null : Wire.read(value, RunEvent.class), "it is empty"));
        } catch (UnreadableMessageException | NullPointerException e) {
            // Insight, which keeps what happened, puts such a record into the topic of rejected ones.
            log.warn("Passing over record {} of {}: {}", record.offset(), record.topic(), e.getMessage());
        }
    }

    private void deliver(List<RunEvent> batch) {
        if (batch.isEmpty()) {
            return;
        }
        for (RunEventListener listener : listeners) {
            while (running && !accepts(listener, batch)) {
                pause();
            }
        }
    }

    /** One event that cannot be taken must not keep a listener from all others, however often the log is read. */
    private static boolean accepts(RunEventListener listener, List<RunEvent> batch) {
        try {
            listener.accept(batch);
            return true;
        } catch (RuntimeException e) {
            if (Failures.mayPass(e)) {
                log.warn("{} events wait, and are tried again in {}: {}", batch.size(), BACK_OFF, e.toString());
                return false;
            }
            if (batch.size() == 1) {
                log.error("Passing over an event that cannot be taken: {}", batch.getFirst(), e);
                return true;
            }
            return batch.stream().allMatch(event -> accepts(listener, List.of(event)));
        }
    }

    private synchronized void pause() {
        try {
            if (running) {
                wait(BACK_OFF.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
