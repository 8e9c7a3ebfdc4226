package io.groundcrew.worker.slot;

import io.groundcrew.chassis.keys.UnreachableKeysException;
import io.groundcrew.contracts.run.TaskRequest;
import io.groundcrew.worker.run.Delivery;
import io.groundcrew.worker.run.Execution;
import io.groundcrew.worker.run.Executions;
import io.groundcrew.worker.run.Executions.Claim;
import io.groundcrew.worker.run.Settlement;
import io.groundcrew.worker.slot.RequestReader.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one request, has it executed, answers for it last: when its end and all its output are stored, or when it is certain
 * that it must not start. Whatever dies before that leads to another delivery. What must not be repeated is protected by the
 * runner's grant, not by the answer.
 */
final class Slot {

    private static final Logger log = LoggerFactory.getLogger(Slot.class);
    private static final Duration REJECTION = Duration.ofSeconds(20);

    /** So long after a look at keys that could not be read comes the next. */
    private static final Duration KEYS = Duration.ofSeconds(1);

    private final RequestQueue queue;
    private final SlotParts parts;

    Slot(RequestQueue queue, SlotParts parts) {
        this.queue = queue;
        this.parts = parts;
    }

    void handle(ConsumerRecord<String, byte @Nullable []> record) throws InterruptedException {
        if (!isHeld(record)) {
            log.info("A request of {} waited here for too long; another slot has it", record.topic());
            return;
        }
        if (parts.draining().getAsBoolean()) {
            // It came while the slot did not know yet, maybe from another one of this worker that handed it back.
            queue.answer(record, AcknowledgeType.RELEASE);
            return;
        }
        switch (read(record)) {
            case null -> {
                // Its lock is lost, so somebody else reads it.
            }
            case Reading.Unacceptable(String kind, String reason) -> reject(record, kind, reason);
            case Reading.Request(TaskRequest request) ->
                handle(record, request, parts.clock().instant());
        }
    }

    /** False when it waited in this process, as behind a long task, until it may be somebody else's. */
    private boolean isHeld(ConsumerRecord<String, byte @Nullable []> record) throws InterruptedException {
        return queue.lockedFor().compareTo(queue.lockTime().dividedBy(3)) < 0 || queue.renew(record);
    }

    /**
     * What a record turned out to be; null when its lock was lost before that could be told. It is kept while the keys cannot
     * be read: handed back it would come again at once, and its deliveries were used up within seconds.
     */
    private @Nullable Reading read(ConsumerRecord<String, byte @Nullable []> record) throws InterruptedException {
        boolean told = false;
        while (true) {
            try {
                return parts.reader().read(record);
            } catch (UnreachableKeysException e) {
                if (!told) {
                    log.warn(
                            "A request of {} waits until its signature can be checked: {}",
                            record.topic(),
                            e.toString());
                    told = true;
                }
                if (!queue.renew(record)) {
                    return null;
                }
                Duration third = queue.lockTime().dividedBy(3);
                Thread.sleep(third.compareTo(KEYS) < 0 ? third : KEYS);
            }
        }
    }

    private void reject(ConsumerRecord<String, byte @Nullable []> record, String kind, String reason)
            throws InterruptedException {
        parts.metrics().refused(kind);
        log.warn("Refused a record of {} at offset {}: {}", record.topic(), record.offset(), reason);
        try {
            parts.rejections().put(record, reason).get(REJECTION.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            queue.answer(record, AcknowledgeType.RELEASE);
            return;
        } catch (ExecutionException e) {
            log.warn("The refused record could not be put aside", e);
        }
        queue.answer(record, AcknowledgeType.REJECT);
    }

    private void handle(ConsumerRecord<String, byte @Nullable []> record, TaskRequest request, Instant taken)
            throws InterruptedException {
        if (taken.isAfter(request.notAfter())) {
            // The runner settles it as expired; saying so here as well would only repeat it.
            parts.metrics().refused("expired");
            queue.answer(record, AcknowledgeType.ACCEPT);
            return;
        }
        Executions executions = parts.executions();
        Delivery delivery = delivery(record);
        switch (executions.claim(request, delivery, hopeless(delivery))) {
            case Claim.Done(Delivery by) -> {
                countCopy(request, delivery, by);
                queue.answer(record, AcknowledgeType.ACCEPT);
            }
            case Claim.Running(Execution execution) -> attend(record, delivery, execution);
            case Claim.Begun(Execution execution) -> {
                parts.metrics().taken(request, taken);
                attend(record, delivery, execution);
            }
        }
    }

    /** Why a request is not worth another try; null when it is. */
    private @Nullable String hopeless(Delivery delivery) {
        return delivery.count() < parts.deliveryLimit()
                ? null
                : "The request was delivered " + delivery.count()
                        + " times and no worker came to its end with it; the last of them stopped, or lost touch with Kafka, while it had it.";
    }

    private Delivery delivery(ConsumerRecord<?, ?> record) {
        return new Delivery(
                record.topic(),
                record.partition(),
                record.offset(),
                record.deliveryCount().orElse((short) 1),
                queue.isAwaited());
    }

    /** One record that comes again, since Kafka does not know that it was answered for, is not another one. */
    private void countCopy(TaskRequest request, Delivery delivery, Delivery executed) {
        if (!delivery.isOfSameRecord(executed)) {
            replayed(request, delivery);
        }
    }

    private void replayed(TaskRequest request, Delivery delivery) {
        parts.metrics().refused("replayed");
        log.info(
                "Run {} was executed before: the record of {} at offset {} is passed over",
                request.run().id(),
                delivery.topic(),
                delivery.offset());
    }

    /** Keeps the request until its execution is settled; for a second delivery the execution may be another slot's. */
    private void attend(ConsumerRecord<String, byte @Nullable []> record, Delivery delivery, Execution execution)
            throws InterruptedException {
        execution.heldUntil(parts.clock().instant().plus(queue.lockTime()).minus(queue.lockedFor()));
        execution.taskOver().thenRun(queue::taskOver);
        boolean held = hold(record, execution.settled(), execution::heldUntil);
        if (!held) {
            outlast(execution);
        }
        Settlement settlement = execution.settled().join();
        if (held) {
            switch (settlement) {
                case PUBLISHED -> {
                    countCopy(execution.request(), delivery, execution.delivery());
                    queue.answer(record, AcknowledgeType.ACCEPT);
                }
                case NOT_STARTED, SUPERSEDED -> queue.answer(record, AcknowledgeType.ACCEPT);
                case OVER -> {
                    // One that comes again may be what a worker left that has died since.
                    if (delivery.count() == 1) {
                        replayed(execution.request(), delivery);
                    }
                    queue.answer(record, AcknowledgeType.ACCEPT);
                }
                case ABANDONED -> queue.answerSurely(record, AcknowledgeType.RELEASE);
            }
        }
    }

    /**
     * The lock is lost for this slot; unless another slot of this worker holds it again, a task that may be repeated ends with
     * it. A granted one goes on and reports.
     */
    private void outlast(Execution execution) throws InterruptedException {
        Duration left = Duration.between(parts.clock().instant(), execution.heldUntil());
        while (left.isPositive() && !within(execution.settled(), left)) {
            left = Duration.between(parts.clock().instant(), execution.heldUntil());
        }
        if (!execution.settled().isDone() && execution.abandon()) {
            log.warn(
                    "Run {} is given up: its request could not be kept, so another worker may have it",
                    execution.request().run().id());
        }
        await(execution.settled());
    }

    /** Renews the lock until something has ended; false when the lock was lost meanwhile. */
    private boolean hold(
            ConsumerRecord<String, byte @Nullable []> record, CompletableFuture<?> end, Consumer<Instant> lockedUntil)
            throws InterruptedException {
        Duration third = queue.lockTime().dividedBy(3);
        while (!within(end, third)) {
            Instant asked = parts.clock().instant();
            if (!queue.renew(record)) {
                return false;
            }
            lockedUntil.accept(asked.plus(queue.lockTime()));
        }
        return true;
    }

    private static void await(CompletableFuture<Settlement> end) throws InterruptedException {
        try {
            end.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("An execution never ends with an exception", e);
        }
    }

    private static boolean within(CompletableFuture<?> end, Duration patience) throws InterruptedException {
        try {
            end.get(Math.max(1, patience.toMillis()), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            log.warn("An end could not be published", e);
            return true;
        }
    }
}
