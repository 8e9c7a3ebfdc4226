package io.groundcrew.insight.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.groundcrew.chassis.kafka.KafkaConnection;
import io.groundcrew.chassis.kafka.KafkaSettings;
import io.groundcrew.chassis.kafka.Pace;
import io.groundcrew.contracts.wire.Topics;
import io.groundcrew.embedded.test.TestKafka;
import io.groundcrew.embedded.test.TestLog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.dao.DataAccessResourceFailureException;

class TopicReaderTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final KafkaConnection KAFKA = KafkaConnection.to(TestKafka.another());
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static KafkaProducer<String, byte[]> producer;
    private static Admin admin;

    private final String topic = "numbers-" + COUNT.incrementAndGet();
    private final AtomicInteger polls = new AtomicInteger();
    private final List<String> stored = new CopyOnWriteArrayList<>();
    private final List<Integer> attempts = new CopyOnWriteArrayList<>();
    private volatile @Nullable TopicReader reader;

    @RegisterExtension
    final TestLog log = new TestLog(TopicReader.class.getPackageName(), Level.WARN);

    @BeforeAll
    static void connects() throws Exception {
        producer = new KafkaProducer<>(KafkaSettings.producer(KAFKA, "test", 0));
        admin = Admin.create(KafkaSettings.common(KAFKA, "test-admin"));
        admin.createTopics(List.of(new NewTopic(Topics.REJECTED, 1, (short) 1)))
                .all()
                .get();
    }

    @AfterEach
    void stop() {
        TopicReader known = reader;
        if (known != null) {
            known.stop();
        }
    }

    @AfterAll
    static void disconnects() {
        producer.close();
        admin.close();
    }

    @Test
    void findsARecordThatCannotBeStoredInFewTransactions() throws Exception {
        publish(500);
        read(500, records -> {
            refuse(records.stream().anyMatch(record -> text(record).equals("321")));
            store(records);
        });

        await().atMost(LONG).until(() -> stored.size() == 499);
        assertThat(stored)
                .isEqualTo(numbers(500).stream()
                        .filter(number -> !number.equals("321"))
                        .toList());
        assertThat(attempts).hasSizeLessThan(50);
        assertThat(log.messages()).singleElement().asString().startsWith("Rejected record 321 of " + topic);
    }

    @Test
    void triesABatchAgainAsAWholeWhenTheDatabaseIsAway() throws Exception {
        publish(500);
        read(500, records -> {
            if (attempts.size() <= 3) {
                throw new DataAccessResourceFailureException("It is away.");
            }
            store(records);
        });

        await().atMost(LONG).until(() -> stored.size() == 500);
        assertThat(stored).isEqualTo(numbers(500));
        assertThat(attempts).hasSizeLessThan(20);
        assertThat(log.messages()).hasSize(3).allMatch(message -> message.endsWith("It is away."));
    }

    @Test
    void pollsBetweenThePartsOfABatchAndLosesNothingByThat() throws Exception {
        List<Integer> pollsBefore = new CopyOnWriteArrayList<>();
        publish(120);
        read(50, records -> {
            refuse(records.size() > 1);
            pollsBefore.add(polls.get());
            store(records);
        });

        await().atMost(LONG).until(() -> stored.size() == 120);
        assertThat(stored).isEqualTo(numbers(120));
        assertThat(pollsBefore).doesNotHaveDuplicates();
    }

    @Test
    void stopsBetweenThePartsOfABatchAndTellsHowFarItStored() throws Exception {
        CountDownLatch amidst = new CountDownLatch(1);
        publish(100);
        read(100, records -> {
            refuse(records.size() > 1);
            store(records);
            if (stored.size() == 10) {
                amidst.countDown();
                await().atMost(LONG).until(this::isStopped);
            }
        });
        amidst.await();

        stop();

        await().atMost(LONG).until(() -> told() == 10);
        assertThat(stored).isEqualTo(numbers(10));
    }

    @Test
    void leavesToAnotherReaderWhatIsOfItsPartitions() {
        List<ConsumerRecord<String, byte[]>> batch = IntStream.range(0, 10)
                .mapToObj(i -> new ConsumerRecord<String, byte[]>(topic, i % 2, i / 2, "key", bytes(i)))
                .toList();
        Parts parts = new Parts(batch, records -> refuse(true), rejected(), metrics());
        assertThat(parts.storeNext()).isEmpty();

        parts.keepOnly(Set.of(new TopicPartition(topic, 1)));

        assertThat(parts.left()).extracting(TopicReaderTest::text).containsExactly("1", "3", "5", "7", "9");
        parts.keepOnly(Set.of());
        assertThat(parts.isEmpty()).isTrue();
    }

    private void read(int atOnce, BatchStore store) {
        TopicReader started = new TopicReader(
                topic,
                Pace.of(Duration.ZERO),
                () -> consumer(atOnce),
                records -> {
                    attempts.add(records.size());
                    store.store(records);
                },
                rejected(),
                metrics());
        reader = started;
        started.start();
    }

    private boolean isStopped() {
        TopicReader known = reader;
        return known != null && !known.isRunning();
    }

    private static RejectedRecords rejected() {
        return new RejectedRecords(producer);
    }

    private static IngestMetrics metrics() {
        return new IngestMetrics(new SimpleMeterRegistry(), "numbers", 0);
    }

    private static void refuse(boolean when) {
        if (when) {
            throw new IllegalArgumentException("Expected something else.");
        }
    }

    private void store(List<ConsumerRecord<String, byte[]>> records) {
        records.forEach(record -> stored.add(text(record)));
    }

    /** One that counts how often it is polled. */
    @SuppressWarnings("unchecked")
    private Consumer<String, byte[]> consumer(int atOnce) {
        Map<String, Object> settings = KafkaSettings.consumer(KAFKA, "test-reader", topic);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, atOnce);
        Consumer<String, byte[]> real = new KafkaConsumer<>(settings);
        return (Consumer<String, byte[]>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Consumer.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("poll")) {
                        polls.incrementAndGet();
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void publish(int count) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        for (int i = 0; i < count; i++) {
            producer.send(new ProducerRecord<>(topic, "key", bytes(i)));
        }
        producer.flush();
    }

    private long told() throws Exception {
        OffsetAndMetadata told = admin.listConsumerGroupOffsets(topic)
                .partitionsToOffsetAndMetadata()
                .get()
                .get(new TopicPartition(topic, 0));
        return told == null ? 0 : told.offset();
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    private static byte[] bytes(int number) {
        return Integer.toString(number).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(ConsumerRecord<String, byte[]> record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }
}
