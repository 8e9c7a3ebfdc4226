package io.groundcrew.worker.slot;

import io.groundcrew.contracts.run.Lane;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** One request of a batch, between two threads: what its own says is carried out by the loop's. */
final class HeldRequest implements RequestQueue {

    /** Whose turn it is among those that were taken together: what was handed out most often, then what a person waits for. */
    static final Comparator<HeldRequest> TURNS = Comparator.comparing(HeldRequest::deliveries)
            .thenComparing(HeldRequest::isInteractive)
            .reversed();

    private static final String INTERACTIVE = "." + Lane.INTERACTIVE.topicPart();
    private static final Runnable NOTHING = () -> {};

    private final Duration lockTime;
    private final BatchSignals signals;
    private ConsumerRecord<String, byte @Nullable []> record;
    private long lockedSince;
    private long renewedAt;
    private @Nullable AcknowledgeType answer;
    private boolean over;
    private volatile boolean awaited;
    private Runnable whenTaskOver = NOTHING;
    private @Nullable CompletableFuture<Boolean> stored;
    private @Nullable CompletableFuture<Boolean> renewal;
    private @Nullable CompletableFuture<Boolean> renewing;

    /** @param lockedSince at the earliest, as {@link System#nanoTime} */
    HeldRequest(
            ConsumerRecord<String, byte @Nullable []> record,
            Duration lockTime,
            long lockedSince,
            BatchSignals signals) {
        this.record = record;
        this.lockTime = lockTime;
        this.lockedSince = lockedSince;
        this.signals = signals;
    }

    synchronized ConsumerRecord<String, byte @Nullable []> record() {
        return record;
    }

    TopicPartition partition() {
        return new TopicPartition(record().topic(), record().partition());
    }

    long offset() {
        return record().offset();
    }

    @Override
    public Duration lockTime() {
        return lockTime;
    }

    @Override
    public synchronized Duration lockedFor() {
        return Duration.ofNanos(System.nanoTime() - lockedSince);
    }

    @Override
    public boolean isAwaited() {
        return awaited;
    }

    /** It is the last of its batch to begin. */
    void comesLast() {
        awaited = true;
    }

    /** How often it was handed out, this time included. */
    synchronized short deliveries() {
        return record.deliveryCount().orElse((short) 1);
    }

    private boolean isInteractive() {
        return partition().topic().endsWith(INTERACTIVE);
    }

    /** The first answer counts. */
    @Override
    public synchronized void answer(ConsumerRecord<String, byte @Nullable []> asked, AcknowledgeType given) {
        if (answer == null && !over) {
            answer = given;
            signals.answered();
        }
    }

    /** Releases it, unless it was answered for. */
    void handBack() {
        answer(record(), AcknowledgeType.RELEASE);
    }

    /** Releases it for somebody who has time for it now. */
    void handOn() {
        handBack();
        signals.hurry();
    }

    /** @param action what to do once when nothing of its task runs any more */
    synchronized void whenTaskOver(Runnable action) {
        whenTaskOver = action;
    }

    @Override
    public void taskOver() {
        Runnable action;
        synchronized (this) {
            action = whenTaskOver;
            whenTaskOver = NOTHING;
        }
        action.run();
    }

    /** Whether it is neither answered for nor lost. */
    synchronized boolean isHeld() {
        return answer == null && !over;
    }

    @Override
    public boolean answerSurely(ConsumerRecord<String, byte @Nullable []> asked, AcknowledgeType given)
            throws InterruptedException {
        CompletableFuture<Boolean> confirmed = new CompletableFuture<>();
        synchronized (this) {
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
        synchronized (this) {
            if (over) {
                return false;
            }
            renewal = confirmed;
            signals.hurry();
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
    synchronized AcknowledgeType answerOrRenewal() {
        if (answer != null) {
            return answer;
        }
        renewing = renewal;
        renewal = null;
        renewedAt = System.nanoTime();
        return AcknowledgeType.RENEW;
    }

    /** Whether its own thread waits until its answer is stored. */
    synchronized boolean waitsForStored() {
        return stored != null;
    }

    /** Its answer was sent. */
    synchronized void settled(boolean certainly) {
        over = true;
        complete(stored, certainly);
    }

    /** It is held for another lock time, by this record. */
    synchronized void renewedAs(ConsumerRecord<String, byte @Nullable []> again) {
        record = again;
        lockedSince = renewedAt;
        complete(renewing, true);
        renewing = null;
    }

    /** It may be somebody else's. */
    synchronized void lost() {
        if (!over) {
            over = true;
            if (answer == null) {
                signals.answered();
            }
        }
        complete(stored, false);
        complete(renewing, false);
        complete(renewal, false);
    }

    private static void complete(@Nullable CompletableFuture<Boolean> awaited, boolean outcome) {
        if (awaited != null) {
            awaited.complete(outcome);
        }
    }
}
