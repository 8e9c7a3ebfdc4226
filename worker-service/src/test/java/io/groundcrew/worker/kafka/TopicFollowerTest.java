package io.groundcrew.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.groundcrew.chassis.keys.UnreachableKeysException;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TopicFollowerTest {

    private static final String TOPIC = "told";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

    private final List<Long> heard = new CopyOnWriteArrayList<>();

    /** A drain that was taken back would hand back what runs, were it heard again. */
    @Test
    void goesOnAfterAFailureWhereItWas() {
        MockConsumer<String, byte[]> failing = holding(2);
        Iterator<MockConsumer<String, byte[]>> consumers =
                List.of(failing, holding(3)).iterator();
        TopicFollower follower = new TopicFollower(consumers::next, TOPIC, record -> heard.add(record.offset()));
        follower.start();
        await().untilAsserted(() -> assertThat(heard).containsExactly(0L, 1L));

        failing.setPollException(new KafkaException("broken"));

        await().untilAsserted(() -> assertThat(heard).containsExactly(0L, 1L, 2L));
        follower.stop();
    }

    @Test
    void passesOverARecordThatItsHandlerCannotTake() {
        TopicFollower follower = new TopicFollower(() -> holding(3), TOPIC, record -> {
            if (record.offset() == 1) {
                throw new IllegalStateException("cannot be taken");
            }
            heard.add(record.offset());
        });
        follower.start();
        await().untilAsserted(() -> assertThat(heard).containsExactly(0L, 2L));
        follower.stop();
    }

    /** A pool that was passed over would be missed until this worker starts again. */
    @Test
    void readsARecordAgainWhoseSignerCouldNotBeToldYet() {
        AtomicInteger tries = new AtomicInteger();
        TopicFollower follower = new TopicFollower(() -> holding(3), TOPIC, record -> {
            if (record.offset() == 1 && tries.incrementAndGet() < 3) {
                throw new UnreachableKeysException("away", new IOException());
            }
            heard.add(record.offset());
        });
        follower.start();
        await().untilAsserted(() -> assertThat(heard).containsExactly(0L, 1L, 2L));
        follower.stop();
    }

    /** A consumer of a topic with so many records. */
    private static MockConsumer<String, byte[]> holding(int records) {
        MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
        Node broker = new Node(1, "localhost", 9092);
        Node[] replicas = {broker};
        consumer.updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, broker, replicas, replicas)));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, (long) records));
        consumer.schedulePollTask(() -> {
            for (int offset = 0; offset < records; offset++) {
                consumer.addRecord(new ConsumerRecord<>(TOPIC, 0, offset, "key", new byte[0]));
            }
        });
        return consumer;
    }
}
