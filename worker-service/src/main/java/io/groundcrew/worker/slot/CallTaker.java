package io.groundcrew.worker.slot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a batch of requests at a time and executes each on a thread of its own: calls wait for others and take next to
 * nothing here, so that a fetch, an answer and a renewal for each would be most of the work (ADR 11). The next batch is taken
 * when the last request of this one is answered for.
 */
final class CallTaker implements Taker {

    private static final Logger log = LoggerFactory.getLogger(CallTaker.class);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    /** Who asks for a renewal is rarely alone. */
    private static final Duration OTHERS = Duration.ofMillis(10);

    /** An answer waits for the others at the most so long: until it is sent, the request is one that might come again. */
    private static final Duration UNSENT = Duration.ofSeconds(1);

    private static final int POLLS_FOR_RENEWED = 20;

    private final RequestConsumer consumer;
    private final SlotParts parts;

    /** What is held, by its place; used by the loop's thread only. */
    private final Map<Place, Held> batch = new LinkedHashMap<>();

    private final Object monitor = new Object();
    private int unanswered;
    private boolean renewalAsked;
    private volatile boolean busy;

    CallTaker(RequestConsumer consumer, SlotParts parts) {
        this.consumer = consumer;
        this.parts = parts;
    }

    private record Place(TopicPartition partition, long offset) {

        static Place of(ConsumerRecord<?, ?> record) {
            return new Place(new TopicPartition(record.topic(), record.partition()), record.offset());
        }
    }

    @Override
    public void take(Set<String> topics) throws InterruptedException {
        consumer.serve(topics);
        for (ConsumerRecord<String, byte @Nullable []> record : consumer.take()) {
            batch.put(Place.of(record), new Held(record));
        }
        if (batch.isEmpty()) {
            return;
        }
        busy = true;
        int taken = batch.size();
        parts.metrics().calls(taken);
        synchronized (monitor) {
            unanswered = taken;
            renewalAsked = false;
        }
        try {
            // A copy: a request that is answered for is taken out while others begin.
            List.copyOf(batch.values())
                    .forEach(held -> Thread.ofVirtual()
                            .name("call-" + held.record.offset())
                            .start(held::execute));
            while (!batch.isEmpty()) {
                awaitAnswers();
                settle();
            }
        } finally {
            batch.values().forEach(held -> held.renewed(false));
            batch.clear();
            parts.metrics().calls(-taken);
            busy = false;
        }
    }

    /** Waits until all have been answered for, some of them have been for a while, or one needs its lock renewed. */
    private void awaitAnswers() throws InterruptedException {
        synchronized (monitor) {
            while (unanswered == batch.size() && !renewalAsked) {
                monitor.wait();
            }
            long sendAt = System.nanoTime() + UNSENT.toNanos();
            for (long left = UNSENT.toNanos(); unanswered > 0 && !renewalAsked && left > 0; ) {
                TimeUnit.NANOSECONDS.timedWait(monitor, left);
                left = sendAt - System.nanoTime();
            }
            if (unanswered > 0) {
                monitor.wait(OTHERS.toMillis());
            }
            renewalAsked = false;
        }
    }

    /** Answers for all that have an answer, and keeps the others. */
    private void settle() {
        List<Held> answered = new ArrayList<>();
        List<Held> renewed = new ArrayList<>();
        boolean surely = false;
        for (Held held : List.copyOf(batch.values())) {
            AcknowledgeType answer = held.answerOrRenewal();
            if (!acknowledge(held, answer)) {
                lose(held);
            } else if (answer == AcknowledgeType.RENEW) {
                renewed.add(held);
            } else {
                answered.add(held);
                surely |= held.waits();
            }
        }
        Set<TopicPartition> stored = surely || !renewed.isEmpty() ? commit() : Set.of();
        for (Held held : answered) {
            batch.remove(Place.of(held.record));
            held.settled(stored.contains(Place.of(held.record).partition()));
        }
        keep(renewed, stored);
    }

    /** False when it is not held any more. */
    private boolean acknowledge(Held held, AcknowledgeType answer) {
        try {
            consumer.acknowledge(held.record, answer);
            return true;
        } catch (KafkaException | IllegalStateException e) {
            log.warn("Kafka did not take {} for {}: {}", answer, Place.of(held.record), e.toString());
            return false;
        }
    }

    private void lose(Held held) {
        batch.remove(Place.of(held.record));
        held.renewed(false);
    }

    /** The partitions whose answers are certainly stored. */
    private Set<TopicPartition> commit() {
        try {
            Duration third = consumer.lockTime().dividedBy(3);
            return consumer.commit(third.compareTo(ANSWER) < 0 ? third : ANSWER);
        } catch (KafkaException | IllegalStateException e) {
            log.warn("Kafka did not take the answers for {} requests: {}", batch.size(), e.toString());
            return Set.of();
        }
    }

    /** What was renewed is held when it was handed out again, all of it at once; the rest may be somebody else's. */
    private void keep(List<Held> renewed, Set<TopicPartition> stored) {
        boolean expected = renewed.stream()
                .anyMatch(held -> stored.contains(Place.of(held.record).partition()));
        Set<Held> again = new HashSet<>();
        for (int poll = 0; expected && again.isEmpty() && poll < POLLS_FOR_RENEWED; poll++) {
            for (ConsumerRecord<String, byte @Nullable []> record : consumer.takeAgain()) {
                Held held = batch.get(Place.of(record));
                if (held == null) {
                    consumer.acknowledge(record, AcknowledgeType.RELEASE);
                } else {
                    held.record = record;
                    again.add(held);
                }
            }
        }
        for (Held held : renewed) {
            if (again.contains(held)) {
                held.renewed(true);
            } else {
                lose(held);
            }
        }
    }

    @Override
    public void wake() {
        consumer.wake();
    }

    @Override
    public boolean isBusy() {
        return busy;
    }

    @Override
    public void close() {
        consumer.close();
    }

    /** One request of the batch; what its own thread says is carried out by the loop's. */
    private final class Held implements RequestQueue {

        private final Duration lockTime = consumer.lockTime();
        private ConsumerRecord<String, byte @Nullable []> record;
        private @Nullable AcknowledgeType answer;
        private boolean over;
        private @Nullable CompletableFuture<Boolean> stored;
        private @Nullable CompletableFuture<Boolean> renewal;
        private @Nullable CompletableFuture<Boolean> renewing;

        Held(ConsumerRecord<String, byte @Nullable []> record) {
            this.record = record;
        }

        void execute() {
            try {
                new Slot(this, parts).handle(record);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                log.error("A request of {} broke and is handed out again", record.topic(), e);
            } finally {
                answer(record, AcknowledgeType.RELEASE);
            }
        }

        @Override
        public Duration lockTime() {
            return lockTime;
        }

        /** The first answer counts. */
        @Override
        public void answer(ConsumerRecord<String, byte @Nullable []> asked, AcknowledgeType given) {
            synchronized (monitor) {
                if (answer == null && !over) {
                    answer = given;
                    unanswered--;
                    monitor.notifyAll();
                }
            }
        }

        @Override
        public boolean answerSurely(ConsumerRecord<String, byte @Nullable []> asked, AcknowledgeType given)
                throws InterruptedException {
            CompletableFuture<Boolean> confirmed = new CompletableFuture<>();
            synchronized (monitor) {
                if (over) {
                    return false;
                }
                stored = confirmed;
                answer(asked, given);
            }
            return outcome(confirmed);
        }

        @Override
        public boolean renew(ConsumerRecord<String, byte @Nullable []> asked) throws InterruptedException {
            CompletableFuture<Boolean> confirmed = new CompletableFuture<>();
            synchronized (monitor) {
                if (over) {
                    return false;
                }
                renewal = confirmed;
                renewalAsked = true;
                monitor.notifyAll();
            }
            return outcome(confirmed);
        }

        private static boolean outcome(CompletableFuture<Boolean> confirmed) throws InterruptedException {
            try {
                return confirmed.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("Never ends with an exception", e);
            }
        }

        /** What to tell Kafka now. A renewal that is asked for after this is carried out by the next round. */
        AcknowledgeType answerOrRenewal() {
            synchronized (monitor) {
                if (answer != null) {
                    return answer;
                }
                renewing = renewal;
                renewal = null;
                return AcknowledgeType.RENEW;
            }
        }

        boolean waits() {
            synchronized (monitor) {
                return stored != null;
            }
        }

        void settled(boolean certainly) {
            synchronized (monitor) {
                over = true;
                if (stored != null) {
                    stored.complete(certainly);
                }
            }
        }

        void renewed(boolean held) {
            synchronized (monitor) {
                if (!held && !over) {
                    over = true;
                    if (answer == null) {
                        unanswered--;
                    }
                    if (stored != null) {
                        stored.complete(false);
                    }
                }
                if (renewing != null) {
                    renewing.complete(held);
                    renewing = null;
                }
                if (renewal != null && !held) {
                    renewal.complete(false);
                }
            }
        }
    }
}
