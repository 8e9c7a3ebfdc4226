package io.groundcrew.worker.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.chassis.keys.KeyProperties;
import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.contracts.run.Lane;
import io.groundcrew.contracts.wire.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is not reached is not there. */
@NullUnmarked
class SlotTest {

    private static final Duration LOCK = Duration.ofSeconds(30);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private boolean draining;

    @TempDir
    private Path directory;

    @Test
    void leavesARequestThatWaitedUntilSomebodyElseMayHaveIt() throws InterruptedException {
        Waited queue = new Waited(LOCK.dividedBy(3));
        new Slot(queue, parts()).handle(new ConsumerRecord<>(queueName(), 0, 7, "run", new byte[0]));
        assertThat(queue.renewals).containsExactly(7L);
        assertThat(queue.answers).isEmpty();
        assertThat(registry.find("groundcrew.worker.requests.refused").counters())
                .isEmpty();
    }

    @Test
    void handsBackWhatItTakesWhileTheWorkerIsDrained() throws InterruptedException {
        draining = true;
        Waited queue = new Waited(Duration.ZERO);
        new Slot(queue, parts()).handle(new ConsumerRecord<>(queueName(), 0, 7, "run", new byte[0]));
        assertThat(queue.answers).containsExactly(AcknowledgeType.RELEASE);
        assertThat(registry.find("groundcrew.worker.requests.refused").counters())
                .isEmpty();
    }

    private SlotParts parts() {
        KeyRing keys = new KeyRing(new KeyProperties(directory.resolve("own"), directory.resolve("public")));
        return new SlotParts(
                new RequestReader(keys, "local"),
                null,
                null,
                new SlotMetrics(registry, 1),
                8,
                new AtomicInteger(),
                () -> draining,
                Clock.systemUTC());
    }

    private static String queueName() {
        return Topics.requests("local", "checks", Lane.SCHEDULED);
    }

    /** Has a record that was locked a while ago and is somebody else's by now. */
    private static final class Waited implements RequestQueue {

        private final Duration lockedFor;
        private final List<Long> renewals = new ArrayList<>();
        private final List<AcknowledgeType> answers = new ArrayList<>();

        Waited(Duration lockedFor) {
            this.lockedFor = lockedFor;
        }

        @Override
        public Duration lockTime() {
            return LOCK;
        }

        @Override
        public Duration lockedFor() {
            return lockedFor;
        }

        @Override
        public boolean isAwaited() {
            return true;
        }

        @Override
        public void taskOver() {}

        @Override
        public void answer(ConsumerRecord<String, byte[]> record, AcknowledgeType answer) {
            answers.add(answer);
        }

        @Override
        public boolean answerSurely(ConsumerRecord<String, byte[]> record, AcknowledgeType answer) {
            answers.add(answer);
            return false;
        }

        @Override
        public boolean renew(ConsumerRecord<String, byte[]> record) {
            renewals.add(record.offset());
            return false;
        }
    }
}
