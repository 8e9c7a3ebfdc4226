package io.groundcrew.runner.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.chassis.keys.KeyProperties;
import io.groundcrew.chassis.keys.KeyRing;
import io.groundcrew.contracts.SlxRef;
import io.groundcrew.contracts.control.Control;
import io.groundcrew.contracts.run.Outcome;
import io.groundcrew.contracts.run.RobotKind;
import io.groundcrew.contracts.run.RunEvent;
import io.groundcrew.contracts.run.RunIds;
import io.groundcrew.contracts.run.RunRef;
import io.groundcrew.contracts.wire.Topics;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the runner's publisher does while Kafka is away, with a producer that waits as long as the test says. */
class RunPublisherTest {

    private static final RunRef RUN = new RunRef(
            RunIds.next(Clock.systemUTC()), new SlxRef("demo", "disk"), RobotKind.RUNBOOK, Instant.EPOCH, null);

    @TempDir
    Path directory;

    private final AtomicLong nanos = new AtomicLong();
    private final List<String> tried = new ArrayList<>();
    private long patience = TimeUnit.SECONDS.toNanos(1);
    private RunPublisher publisher;

    @BeforeEach
    void connect() {
        KeyRing keys = new KeyRing(new KeyProperties(directory.resolve("private"), directory.resolve("public")));
        publisher = new RunPublisher(waiting(), keys.signing("runner"), nanos::get);
    }

    @Test
    void waitsOnceForKafkaHoweverManyRecordsThereAre() {
        for (int record = 0; record < 200; record++) {
            assertThat(publisher.event(end())).isCompletedExceptionally();
        }

        assertThat(tried).containsExactly(Topics.EVENTS);
    }

    @Test
    void triesAgainASecondLater() {
        publisher.event(end());
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));

        publisher.event(end());

        assertThat(tried).containsExactly(Topics.EVENTS, Topics.EVENTS);
    }

    @Test
    void goesOnWithOtherTopics() {
        publisher.event(end());

        publisher.control(new Control.Cancel(List.of(RUN.id()), "enough", Instant.EPOCH));

        assertThat(tried).containsExactly(Topics.EVENTS, Topics.CONTROL);
    }

    @Test
    void goesOnWithATopicThatRefusesARecordAtOnce() {
        patience = 0;

        publisher.event(end());
        publisher.event(end());

        assertThat(tried).hasSize(2);
    }

    private static RunEvent end() {
        return RunEvent.Finished.settled(RUN, 1, Outcome.EXPIRED, "late", Instant.EPOCH, 0);
    }

    @SuppressWarnings("unchecked")
    private Producer<String, byte[]> waiting() {
        return (Producer<String, byte[]>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Producer.class}, (proxy, method, arguments) -> {
                    tried.add(((ProducerRecord<?, ?>) arguments[0]).topic());
                    nanos.addAndGet(patience);
                    TimeoutException failure = new TimeoutException("Refused by the test");
                    ((Callback) arguments[1]).onCompletion(null, failure);
                    return CompletableFuture.failedFuture(failure);
                });
    }
}
