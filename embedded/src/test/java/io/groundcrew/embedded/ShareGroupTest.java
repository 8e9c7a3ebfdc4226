package io.groundcrew.embedded;

import static io.groundcrew.embedded.ShareQueue.take;
import static org.assertj.core.api.Assertions.assertThat;

import io.groundcrew.embedded.test.TestKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What ADR 001 says of share groups; a new Kafka version must still behave so. */
class ShareGroupTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Map<String, String> EARLIEST = Map.of("share.auto.offset.reset", "earliest");

    private static EmbeddedKafka kafka;
    private static ShareQueue queue;

    @BeforeAll
    static void start() {
        kafka = TestKafka.own();
        queue = new ShareQueue(kafka.bootstrapServers());
    }

    @AfterAll
    static void stop() {
        queue.close();
        kafka.close();
    }

    @Test
    void startsAtTheLatestRecordUnlessTheGroupIsConfigured() throws Exception {
        queue.topic("start");
        queue.send("start", "before");
        try (var slot = queue.slot("unconfigured", "start")) {
            var first = take(slot, Duration.ofMillis(300));
            for (int n = 0; first.isEmpty() && n < 60; n++) {
                queue.send("start", "after");
                first = take(slot, Duration.ofMillis(300));
            }
            assertThat(first.orElseThrow().value()).isEqualTo("after");
        }
        queue.configure("from-earliest", EARLIEST);
        try (var slot = queue.slot("from-earliest", "start")) {
            assertThat(take(slot, SOON).orElseThrow().value()).isEqualTo("before");
        }
    }

    @Test
    void givesEachSlotOneRecordAndKeepsNoneBehindABusySlot() throws Exception {
        queue.topic("fair");
        queue.configure("fair", EARLIEST);
        for (int n = 0; n < 6; n++) {
            queue.send("fair", "r" + n);
        }
        try (var busy = queue.slot("fair", "fair");
                var free = queue.slot("fair", "fair")) {
            var held = take(busy, SOON).orElseThrow();
            var taken = new ArrayList<String>();
            for (int n = 0; n < 5; n++) {
                var record = take(free, SOON).orElseThrow();
                taken.add(record.value());
                free.acknowledge(record, AcknowledgeType.ACCEPT);
                free.commitSync();
            }
            assertThat(held.value()).isEqualTo("r0");
            assertThat(taken).containsExactly("r1", "r2", "r3", "r4", "r5");
            busy.acknowledge(held, AcknowledgeType.ACCEPT);
        }
    }

    /** Why a request topic has one partition (ADR 016). */
    @Test
    void leavesThePartitionOfABusySlotWaitingThoughAnotherSlotIsIdle() throws Exception {
        queue.topic("apart", 2);
        queue.configure("apart", EARLIEST);
        try (var busy = queue.slot("apart", "apart");
                var idle = queue.slot("apart", "apart")) {
            int rounds = 0;
            while (!eachTakesOne(busy, idle)) {
                assertThat(++rounds).as("rounds until each has a partition").isLessThan(40);
            }
            queue.send("apart", 0, "first");
            queue.send("apart", 1, "first");
            var held = take(busy, SOON).orElseThrow();
            var done = take(idle, SOON).orElseThrow();
            accept(idle, done);

            queue.send("apart", held.partition(), "waits");
            assertThat(take(idle, Duration.ofSeconds(1))).isEmpty();
            queue.send("apart", done.partition(), "goes");
            assertThat(take(idle, SOON).orElseThrow().value()).isEqualTo("goes");
            busy.acknowledge(held, AcknowledgeType.ACCEPT);
        }
    }

    private static boolean eachTakesOne(
            KafkaShareConsumer<String, String> one, KafkaShareConsumer<String, String> other) throws Exception {
        queue.send("apart", 0, "hello");
        queue.send("apart", 1, "hello");
        var ofOne = take(one, Duration.ofMillis(500));
        var ofOther = take(other, Duration.ofMillis(500));
        ofOne.ifPresent(record -> acceptAll(one, record));
        ofOther.ifPresent(record -> acceptAll(other, record));
        return ofOne.isPresent()
                && ofOther.isPresent()
                && ofOne.get().partition() != ofOther.get().partition();
    }

    private static void acceptAll(KafkaShareConsumer<String, String> slot, ConsumerRecord<String, String> first) {
        Optional<ConsumerRecord<String, String>> next = Optional.of(first);
        while (next.isPresent()) {
            accept(slot, next.get());
            next = take(slot, Duration.ofMillis(300));
        }
    }

    private static void accept(KafkaShareConsumer<String, String> slot, ConsumerRecord<String, String> record) {
        slot.acknowledge(record, AcknowledgeType.ACCEPT);
        slot.commitSync();
    }

    @Test
    void keepsARecordPastTheLockTimeWhileItIsRenewed() throws Exception {
        queue.topic("renewed");
        queue.configure(
                "renewed", Map.of("share.auto.offset.reset", "earliest", "share.record.lock.duration.ms", "1000"));
        queue.send("renewed", "long");
        try (var slot = queue.slot("renewed", "renewed");
                var rival = queue.slot("renewed", "renewed")) {
            var held = take(slot, SOON).orElseThrow();
            assertThat(slot.acquisitionLockTimeoutMs()).hasValue(1000);
            for (int n = 0; n < 10; n++) {
                slot.acknowledge(held, AcknowledgeType.RENEW);
                assertThat(slot.commitSync().values()).allMatch(Optional::isEmpty);
                assertThat(take(rival, Duration.ofMillis(300))).isEmpty();
                held = take(slot, SOON).orElseThrow();
            }
            slot.acknowledge(held, AcknowledgeType.ACCEPT);
            assertThat(slot.commitSync().values()).allMatch(Optional::isEmpty);
            assertThat(take(rival, Duration.ofMillis(1500))).isEmpty();
        }
    }

    @Test
    void deliversAgainWithTheNextCountWhenASlotFallsSilent() throws Exception {
        queue.topic("silent");
        queue.configure(
                "silent", Map.of("share.auto.offset.reset", "earliest", "share.record.lock.duration.ms", "1000"));
        queue.send("silent", "once");
        try (var silent = queue.slot("silent", "silent");
                var other = queue.slot("silent", "silent")) {
            assertThat(take(silent, SOON).orElseThrow().deliveryCount()).hasValue((short) 1);
            var again = take(other, SOON).orElseThrow();
            assertThat(again.value()).isEqualTo("once");
            assertThat(again.deliveryCount()).hasValue((short) 2);
            other.acknowledge(again, AcknowledgeType.ACCEPT);
        }
    }

    @Test
    void dropsARecordWithoutAWordAfterTheLastAllowedDelivery() throws Exception {
        queue.topic("limited");
        queue.configure("limited", Map.of("share.auto.offset.reset", "earliest", "share.delivery.count.limit", "2"));
        queue.send("limited", "poison");
        queue.send("limited", "next");
        try (var slot = queue.slot("limited", "limited")) {
            var seen = new ArrayList<String>();
            for (int n = 0; n < 3; n++) {
                var record = take(slot, SOON).orElseThrow();
                seen.add(record.value() + record.deliveryCount().orElseThrow());
                slot.acknowledge(
                        record, record.value().equals("poison") ? AcknowledgeType.RELEASE : AcknowledgeType.ACCEPT);
                slot.commitSync();
            }
            assertThat(seen).containsExactlyInAnyOrder("poison1", "poison2", "next1");
            assertThat(take(slot, Duration.ofSeconds(1))).isEmpty();
        }
    }

    @Test
    void mayRepeatADeliveryCountAfterABrokerRestart() throws Exception {
        KafkaSettings settings = TestKafka.settings();
        var own = EmbeddedKafka.start(settings);
        try (var restartable = new ShareQueue(own.bootstrapServers())) {
            restartable.topic("restart");
            restartable.configure("restart", EARLIEST);
            restartable.send("restart", "again");
            try (var first = restartable.slot("restart", "restart")) {
                assertThat(take(first, SOON).orElseThrow().deliveryCount()).hasValue((short) 1);
                own.close();
                own = EmbeddedKafka.start(settings);
                try (var second = restartable.slot("restart", "restart")) {
                    var again = take(second, Duration.ofSeconds(60)).orElseThrow();
                    assertThat(again.value()).isEqualTo("again");
                    assertThat(again.deliveryCount()).hasValue((short) 1);
                    second.acknowledge(again, AcknowledgeType.ACCEPT);
                }
            }
        } finally {
            own.close();
        }
    }
}
